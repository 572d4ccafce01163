// Graphs of layers: several inputs and outputs, in order or by name, in both entries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const N = 12;
const T = 5;
const x = Array.from({ length: N }, (_, n) => Array.from({ length: T }, (_, t) => [Math.sin(n + t), n % 2, t / T]));
const words = Array.from({ length: N }, (_, n) => Array.from({ length: 2 + (n % 3) }, (_, t) => (n + t) % 5));
const steps = x.map((sequence) => sequence.map(([first]) => [first]));
const kind = words.map(([first]) => first % 2);

/** Words are read first, whose last state the reader of x begins with; one dense layer stands in two places. */
function drawn({ input, layers }) {
  const [inputX, inputWords] = [input({ shape: [null, 3], name: 'x' }), input({ shape: [null], dtype: 'int32', name: 'words' })];
  const embedded = layers.embedding({ inputDim: 5, outputDim: 4 }).apply(inputWords);
  const [last, h, c] = layers.lstm({ units: 6, returnState: true }).apply(embedded);
  const read = layers.lstm({ units: 6, returnSequences: true }).apply(inputX, { initialState: [h, c] });
  const twice = layers.dense({ units: 6, activation: 'tanh' });
  const sum = layers.add().apply([twice.apply(read), twice.apply(twice.apply(read)), read]);
  return {
    inputs: [inputX, inputWords],
    outputs: [
      layers.dense({ units: 1, name: 'steps' }).apply(sum),
      layers.dense({ units: 2, activation: 'softmax', name: 'kind' }).apply(layers.concatenate().apply([last, h])),
    ],
    seed: 3,
  };
}

const loss = { steps: 'meanSquaredError', kind: 'sparseCategoricalCrossentropy' };
const values = (tensors) => tensors.map(({ data }) => [...data]);

for (const [name, entry] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  test(`${name}: a graph learns, predicts in order, and comes back from its file`, async () => {
    const model = await entry.model(drawn(entry));
    await model.compile({ loss, lossWeights: [1, 0.5], optimizer: 'adam' });
    const { history } = await model.fit({ x, words }, [steps, kind], { epochs: 40, batchSize: 4, validationSplit: 0.25 });
    const names = ['loss', 'steps_loss', 'kind_loss'];
    assert.deepEqual(Object.keys(history), [...names, ...names.map((log) => `val_${log}`), 'learningRate']);
    for (const log of names) assert.ok(history[log].at(-1) < history[log][0], log);
    const logs = await model.evaluate([x, words], { kind, steps });
    assert.ok(Math.abs(logs.loss - (logs.steps_loss + 0.5 * logs.kind_loss)) < 1e-6);
    const predicted = await model.predict([x, words]);
    assert.deepEqual(predicted.map(({ shape }) => shape), [[N, T, 1], [N, 2]]);
    const again = await entry.loadModel(await model.save({ optimizer: true }));
    assert.deepEqual(values(await again.predict({ words, x })), values(predicted));
    const options = { epochs: 2, batchSize: 4 };
    assert.deepEqual(await again.fit([x, words], [steps, kind], options), await model.fit([x, words], [steps, kind], options));
    assert.match(await model.summary(), /shared \(Shared\)/);
  });
}

test('both entries compute the same', async () => {
  const [here, there] = await Promise.all([direct, inWorker].map(async (entry) => (await entry.model(drawn(entry))).predict([x, words])));
  assert.deepEqual(values(here), values(there));
});

test('a chain drawn as a graph is the chain', async () => {
  const { input, layers, model, sequential } = direct;
  const first = input({ shape: [null, 3] });
  const graph = await model({
    inputs: first,
    outputs: layers.dense({ units: 2 }).apply(layers.gru({ units: 4 }).apply(first)),
    seed: 5,
  });
  const chain = await sequential({ layers: [layers.gru({ units: 4, inputShape: [null, 3] }), layers.dense({ units: 2 })], seed: 5 });
  assert.deepEqual(await graph.predict(x), await chain.predict(x));
  assert.deepEqual(await graph.predict({ input: x }), await chain.predict([...x]));
});

test('descriptions stay plain: their apply is seen by nobody who copies or compares them', () => {
  const dense = direct.layers.dense({ units: 1 });
  assert.deepEqual(dense, { units: 1, type: 'dense' });
  assert.deepEqual(structuredClone(dense), { units: 1, type: 'dense' });
  assert.equal(JSON.stringify(dense), '{"units":1,"type":"dense"}');
});

test('what is no graph is refused, with what was expected', async () => {
  const { input, layers, model } = direct;
  const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [3], name: 'b' })];
  const both = layers.add().apply([a, b]);
  const refused = (options, words) => assert.rejects(async () => model(options), { name: 'TypeError', message: words });
  await refused({ inputs: [a], outputs: both }, /expected all inputs of a model that its outputs come from, got none for .*"b"/);
  await refused({ inputs: [a, b], outputs: layers.dense({ units: 1 }).apply(a) }, /its outputs to come from each of them/);
  await refused({ inputs: [a, both], outputs: both }, /expected inputs of a model to be what input\(\) gave/);
  await refused({ inputs: a, outputs: [[1]] }, /expected a model to be applied to what input\(\) or another layer gave/);
  await refused({ inputs: a, outputs: a, loss: 1 }, /expected options of model among inputs, outputs, seed; got 'loss'/);
  await refused({ inputs: a, outputs: layers.lstm({ units: 2 }).apply(a) }, /expected a sequence as input of 'lstm'/);
  assert.throws(() => layers.dense({ units: 1 }).apply([[1]]), /expected dense to be applied to what input\(\)/);
  assert.throws(() => layers.dense({ units: 1 }).apply(a, { state: b }), /expected options of apply among initialState; got 'state'/);
  const sum = await model({ inputs: [a, b], outputs: both });
  const one = [[1, 2, 3]];
  await assert.rejects(sum.predict([one]), /expected x to be an array of 2, or an object of a, b; got an array of 1/);
  await assert.rejects(sum.predict({ a: one }), /or an object of a, b; got one of a/);
  await assert.rejects(sum.predict([one, [...one, ...one]]), /expected 1 samples in b, as in a, got 2/);
  assert.throws(() => sum.compile({ loss: ['meanSquaredError', 'meanSquaredError'] }), /expected loss to be an array of 1/);
});
