// GRUs and simple recurrent networks: what their layers compute, carry, show and refuse.
import assert from 'node:assert/strict';
import { apart, drawn, everyCell, everywhere, formulas, H, I, modelOf, N, T, written, x } from './cells.mjs';
import { tensor } from './everything.mjs';

const near = 2e-6;
const inputShape = [null, I];
/** Some steps of every sample. */
const steps = (from, to) =>
  tensor(Float32Array.from({ length: N * (to - from) * I }, (_, n) => {
    const [sample, rest] = [Math.trunc(n / ((to - from) * I)), n % ((to - from) * I)];
    return x.data[(sample * T + from) * I + rest];
  }), N, to - from, I);
const last = (y) => Float64Array.from({ length: N * H }, (_, n) => y[(Math.trunc(n / H) * T + T - 1) * H + (n % H)]);

everyCell('shapes, names and counts are as said', async (entry, { make, name, gates, biases, inDict, type }) => {
  const model = await modelOf(entry, make({ inputShape, returnSequences: true }), make({ useBias: false }));
  const G = gates * H;
  assert.equal(await model.countParams(), G * (I + H) + biases * G + G * 2 * H);
  const shapes = Object.entries(await model.stateDict()).map(([key, { shape }]) => [key, shape]);
  assert.deepEqual(shapes, [
    [`${name}.weight_ih_l0`, [G, I]],
    [`${name}.weight_hh_l0`, [G, H]],
    ...inDict.map((which) => [`${name}.bias_${which}_l0`, [G]]),
    [`${name}_1.weight_ih_l0`, [G, H]],
    [`${name}_1.weight_hh_l0`, [G, H]],
  ]);
  assert.deepEqual((await model.predict(x)).shape, [N, H]);
  const title = type === 'gru' ? 'GRU' : 'SimpleRNN';
  assert.match(await model.summary(), new RegExp(`${name} \\(${title}\\) +\\[B, T, ${H}\\] +${G * (I + H) + biases * G}\\b`));
});

everyCell('computes what its formulas say, every step, the last one and from the end', async (entry, cell) => {
  const every = await modelOf(entry, cell.make({ inputShape, returnSequences: true }));
  const dict = await drawn(every);
  const expected = written(dict, cell);
  assert.ok(apart((await every.predict(x)).data, expected) < near);
  const one = await modelOf(entry, cell.make({ inputShape }));
  await one.loadStateDict(dict);
  assert.ok(apart((await one.predict(x)).data, last(expected)) < near);
  const back = await modelOf(entry, cell.make({ inputShape, returnSequences: true, goBackwards: true }));
  await back.loadStateDict(dict);
  const turned = written(dict, cell, { backwards: true }); // it gives them in the order that it reads
  const { data } = await back.predict(x);
  assert.ok(apart(data.map((_, n) => data[(Math.trunc(n / (T * H)) * T + T - 1 - (Math.trunc(n / H) % T)) * H + (n % H)]), turned) < near);
});

everyCell('has the activations of an LSTM', async (entry, cell) => {
  const all = Object.keys(formulas);
  for (const [n, activation] of all.entries()) {
    const recurrentActivation = all[(n + 2) % all.length];
    const options = { activation, ...(cell.type === 'gru' && { recurrentActivation }) };
    const model = await modelOf(entry, cell.make({ inputShape, returnSequences: true, ...options }));
    const expected = written(await model.stateDict(), cell, options);
    assert.ok(apart((await model.predict(x)).data, expected) < near, `${activation}, ${recurrentActivation}`);
    await model.dispose();
  }
});

everyCell('a bidirectional layer has one either way', async (entry, cell) => {
  const { layers } = entry;
  const model = await modelOf(entry, layers.bidirectional({ layer: cell.make({ inputShape, returnSequences: true }) }));
  const dict = await drawn(model);
  const halves = ['', '_reverse'].map((end) => written(dict, { ...cell, name: 'bidirectional' }, { end }));
  const { data, shape } = await model.predict(x);
  assert.deepEqual(shape, [N, T, 2 * H]);
  for (const [half, expected] of halves.entries()) {
    const its = data.filter((_, n) => Math.trunc(n / H) % 2 === half);
    assert.ok(apart(its, expected) < near);
  }
  const summed = await modelOf(entry, layers.bidirectional({ layer: cell.make({ inputShape, returnSequences: true }), mergeMode: 'sum' }));
  await summed.loadStateDict(dict);
  assert.ok(apart((await summed.predict(x)).data, halves[0].map((a, n) => a + halves[1][n])) < near);
});

everyCell('a sequence read in parts, with states, is the sequence read at once', async (entry, { make, name }) => {
  const model = await modelOf(entry, make({ inputShape, returnSequences: true }), make({}));
  const whole = await model.predict(x);
  await model.predict(steps(0, 2), { states: {} });
  const states = await model.getStates();
  assert.deepEqual(Object.keys(states), [name, `${name}_1`]);
  assert.deepEqual(Object.keys(states[name]), ['h']);
  assert.deepEqual(states[name].h.shape, [N, H]);
  assert.ok(apart((await model.predict(steps(2, T), { states })).data, whole.data) < near);
  const refuse = (wrong, message) => assert.rejects(async () => model.predict(x, { states: wrong }), { name: 'TypeError', message });
  await refuse({ ...states, [name]: { ...states[name], c: states[name].h } }, /^lstm: expected states of 2 tensors, .*, got 3$/);
  await refuse({ [name]: states[name] }, `lstm: expected '${name}_1.h' in the states`);
});

everyCell('a stateful layer goes on from where it was', async (entry, { make, name }) => {
  const model = await modelOf(entry, make({ inputShape, stateful: true }));
  const whole = await model.predict(x);
  await model.resetStates();
  await model.predict(steps(0, 4));
  const between = await model.getStates();
  assert.ok(between[name].h.data.some((value) => value !== 0));
  const rest = await model.predict(steps(4, T));
  assert.ok(apart(rest.data, whole.data) < near);
  await model.setStates(between);
  assert.deepEqual((await model.predict(steps(4, T))).data, rest.data);
});

everyCell('padding changes nothing', async (entry, { make }) => {
  const { layers } = entry;
  const embedding = layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true });
  const both = layers.bidirectional({ layer: make({ returnSequences: true }) });
  const model = await modelOf(entry, embedding, both, make({ returnSequences: true }), make({ goBackwards: true }));
  await drawn(model);
  const sequences = [[1, 2, 3, 4, 5], [6, 7], [8, 1, 8]];
  const alone = [];
  for (const one of sequences) alone.push(...(await model.predict([one])).data);
  const padded = sequences.map((one) => [...one, ...Array(7 - one.length).fill(0)]);
  assert.ok(apart((await model.predict(padded)).data, alone) < near);
  assert.ok(apart((await model.predict(sequences)).data, alone) < near, 'ragged');
});

everyCell('a look inside has its gates by name', async (entry, { make, names }) => {
  const model = await modelOf(entry, make({ inputShape, returnSequences: true }), entry.layers.lstm({ units: 2 }));
  const { layers: [seen, lstm] } = await model.inspect(x);
  assert.deepEqual(Object.keys(seen), names);
  assert.deepEqual(Object.keys(lstm), ['i', 'f', 'g', 'o', 'c', 'h']);
  const { h, z, n, r } = seen;
  const alone = await modelOf(entry, make({ inputShape, returnSequences: true }));
  await alone.loadStateDict(await model.stateDict(), { strict: false });
  assert.deepEqual(h.data, (await alone.predict(x)).data);
  assert.deepEqual(h.shape, [N, T, H]);
  for (let k = 0; z && k < h.data.length; ++k) {
    const before = k % (T * H) < H ? 0 : h.data[k - H];
    assert.ok(Math.abs((1 - z.data[k]) * n.data[k] + z.data[k] * before - h.data[k]) < near);
    assert.ok(r.data[k] > 0 && r.data[k] < 1);
  }
});

everywhere('the biases of a GRU stay apart, those of a simple RNN are their sum', async (entry) => {
  const { layers, sequential } = entry;
  const model = await sequential({ layers: [layers.gru({ units: 1, inputShape, returnSequences: true }), layers.simpleRNN({ units: 1 })] });
  const dict = await model.stateDict();
  await model.loadStateDict({ ...dict, 'gru.bias_ih_l0': [1, 2, 3], 'gru.bias_hh_l0': [4, 5, 6], 'simple_rnn.bias_ih_l0': [1], 'simple_rnn.bias_hh_l0': [2] });
  const read = await model.stateDict();
  const biases = ['gru.bias_ih_l0', 'gru.bias_hh_l0', 'simple_rnn.bias_ih_l0', 'simple_rnn.bias_hh_l0'].map((name) => [...read[name].data]);
  assert.deepEqual(biases, [[1, 2, 3], [4, 5, 6], [3], [0]]);
  const before = await sequential({ layers: [layers.gru({ units: 1, inputShape, resetAfter: false })] });
  await assert.rejects(async () => before.loadStateDict({ ...(await before.stateDict()), 'gru.bias_hh_l0': [1, 2, 3] }), /'gru.bias_hh_l0'/);
});

everywhere('what does not fit is refused in words', async ({ layers, sequential }) => {
  const refuse = (layer, name, message) => assert.rejects(async () => sequential({ layers: [layer()] }), { name, message });
  const first = { units: 2, inputShape };
  await refuse(() => layers.gru({ ...first, unitForgetBias: true }), 'TypeError', /^lstm: expected options of gru among .*resetAfter.*; got 'unitForgetBias'$/);
  await refuse(() => layers.simpleRNN({ ...first, recurrentActivation: 'tanh' }), 'TypeError', /^lstm: expected options of simpleRNN among .*; got 'recurrentActivation'$/);
  await refuse(() => layers.gru({ ...first, resetAfter: 1 }), 'TypeError', /^lstm: expected resetAfter in gru to be .*, got 1$/);
  await refuse(() => layers.gru({ ...first, units: 0 }), 'RangeError', /^lstm: expected units .*'gru'.*, got 0$/);
  await refuse(() => layers.simpleRNN({ ...first, dropout: 1 }), 'RangeError', /dropout.*'simple_rnn'.*, got 1$/);
  await refuse(() => layers.simpleRNN({ units: 2 }), 'TypeError', /'simple_rnn'.*inputShape/);
  await refuse(() => layers.gru({ ...first, activation: 'softmax' }), 'TypeError', /^lstm: expected activation in gru to be one of 'tanh', .*, got 'softmax'$/);
  await refuse(() => layers.gru(layers.lstm(first)), 'TypeError', 'lstm: expected options of gru, got those of lstm');
  const known = 'layers.lstm, layers.gru, layers.simpleRNN';
  await refuse(() => layers.bidirectional({ layer: layers.dense(first) }), 'TypeError', new RegExp(`^lstm: expected layer in bidirectional to be made by ${known}, got `));
  await refuse(() => layers.bidirectional({ layer: layers.gru({ ...first, goBackwards: true }) }), 'TypeError', /goBackwards/);
});
