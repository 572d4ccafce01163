// GRUs and simple recurrent networks learn, alone and in models of text, and go on where they were.
import assert from 'node:assert/strict';
import { everyCell, everywhere, modelOf } from './cells.mjs';
import { numbers, tensor, tokens } from './everything.mjs';

/** Was the first number of each sequence above 0? The others say nothing. */
const [samples, time] = [64, 6];
const x = tensor(numbers(samples * time, 51), samples, time, 1);
const y = Array.from({ length: samples }, (_, n) => +(x.data[n * time] > 0));

everyCell('learns what came first', async (entry, { make }) => {
  const model = await modelOf(entry, make({ units: 8, inputShape: [null, 1] }), entry.layers.dense({ units: 1, activation: 'sigmoid' }));
  await model.compile({ optimizer: entry.optimizers.adam({ learningRate: 0.02 }), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  const before = await model.evaluate(x, y);
  await model.fit(x, y, { epochs: 80, batchSize: 16 });
  const { loss, accuracy } = await model.evaluate(x, y);
  assert.ok(before.loss > 0.6 && loss < 0.2 && accuracy > 0.95, `${before.loss} to ${loss}, ${accuracy}`);
});

/** With all that training has: dropout of both kinds, both directions, masks, carried states. */
async function everything(entry, make) {
  const { layers, optimizers } = entry;
  const drops = { dropout: 0.2, recurrentDropout: 0.1, returnSequences: true };
  const model = await modelOf(
    entry,
    layers.embedding({ inputDim: 6, outputDim: 4, maskZero: true }),
    layers.bidirectional({ layer: make(drops), mergeMode: 'ave' }),
    make({ ...drops, goBackwards: true }),
    make({ stateful: true }),
    layers.dense({ units: 3, activation: 'softmax' }),
  );
  await model.compile({ optimizer: optimizers.adamw({ learningRate: 0.01, clipNorm: 1 }), loss: 'sparseCategoricalCrossentropy' });
  return model;
}
const padded = tensor(tokens(16 * 7, 6, 52).map((token, n) => (n % 7 < 3 ? token % 5 + 1 : token)), 16, 7);
const labels = tensor(tokens(16, 3, 53), 16);
const fit = (model, epochs) => model.fit(padded, labels, { epochs, batchSize: 8 });

everyCell('the same seed drops and learns the same; a file goes on bit for bit', async (entry, { make }) => {
  const [whole, half] = [await everything(entry, make), await everything(entry, make)];
  const { history: first } = await fit(whole, 2);
  const { history: expected } = await fit(whole, 3);
  assert.deepEqual((await fit(half, 2)).history, first);
  const loaded = await entry.loadModel(await half.save({ optimizer: true }));
  assert.deepEqual((await fit(loaded, 3)).history, expected);
  assert.deepEqual(await loaded.save({ optimizer: true }), await whole.save({ optimizer: true }));
  assert.equal(await loaded.summary(), await whole.summary());
});

everyCell('stays as it is where it is frozen', async (entry, { make, name, inDict }) => {
  const model = await everything(entry, make);
  await model.setTrainable(name, false);
  const before = await model.stateDict();
  await fit(model, 1);
  const after = await model.stateDict();
  const names = ['weight_ih', 'weight_hh', ...inDict.map((which) => `bias_${which}`)];
  for (const one of names) assert.deepEqual(after[`${name}.${one}_l0`], before[`${name}.${one}_l0`]);
  for (const one of names.slice(0, 3)) assert.notDeepEqual(after[`${name}_1.${one}_l0`], before[`${name}_1.${one}_l0`]);
});

everywhere('both biases of a GRU learn, and apart', async (entry) => {
  const { layers } = entry;
  const model = await modelOf(entry, layers.gru({ units: 3, inputShape: [null, 1] }), layers.dense({ units: 1 }));
  await model.compile({ loss: 'meanSquaredError' });
  await model.fit(x, y);
  const dict = await model.stateDict();
  const [ih, hh] = ['ih', 'hh'].map((which) => [...dict[`gru.bias_${which}_l0`].data]);
  assert.deepEqual(hh.slice(0, 6), ih.slice(0, 6)); // r and z know but their sum
  assert.ok(hh.slice(6).every((value, n) => value !== 0 && value !== ih[6 + n]));
});

const text = 'the tide comes in, the tide goes out, the boats lie over on the sand; '.repeat(30);

for (const [cell, name] of [['gru', 'gru'], ['simpleRNN', 'simple_rnn']]) {
  everywhere(`a language model of ${cell} learns, writes, is kept and seen into`, async (entry) => {
    const { languageModel, loadLanguageModel, tokenizers } = entry;
    const make = () => languageModel({ tokenizer: tokenizers.char(text), embeddingDim: 16, units: [32, 24], cell, dropout: 0.05, seed: 1 });
    const options = { sequenceLength: 24, batchSize: 4, steps: 200, learningRate: 0.01 };
    const whole = await make();
    const { loss: before } = await whole.evaluate(text);
    await whole.fit(text, options);
    const { loss } = await whole.evaluate(text);
    assert.ok(before > 2.5 && loss < 1, `${before} to ${loss}`);
    const half = await make();
    await half.fit(text, { ...options, steps: 80 });
    const loaded = await loadLanguageModel(await half.save({ optimizer: true }));
    await loaded.fit(text, { ...options, initialStep: 80 });
    assert.deepEqual(await loaded.save({ optimizer: true }), await whole.save({ optimizer: true }));
    const write = async (lm) => {
      let all = '';
      for await (const piece of lm.generate({ prompt: 'the ', length: 40, seed: 2 })) all += piece;
      return all;
    };
    assert.equal(await write(loaded), await write(whole));
    const { layers } = await loaded.inspect('the tide');
    assert.deepEqual(layers.map((one) => Object.keys(one)), Array(2).fill(cell === 'gru' ? ['r', 'z', 'n', 'h'] : ['h']));
    assert.deepEqual(layers[1].h.shape, [8, 24]);
    assert.ok(`${name}_1.weight_hh_l0` in (await loaded.stateDict()));
  });
}

everywhere('a language model says which cells there are, and writes none where it is the LSTM', async ({ languageModel, tokenizers }) => {
  const make = (options) => languageModel({ tokenizer: tokenizers.char(text), embeddingDim: 2, units: [2], ...options });
  await assert.rejects(make({ cell: 'rnn' }), {
    name: 'TypeError',
    message: "lstm: expected cell in languageModel to be one of 'lstm', 'gru', 'simpleRNN', got 'rnn'",
  });
  await assert.rejects(make({ cell: 1 }), { name: 'TypeError', message: /^lstm: expected cell in languageModel to be .*, got 1$/ });
  const [plain, said, other] = await Promise.all([make({}), make({ cell: 'lstm' }), make({ cell: 'gru' })]);
  const [bytes, same, of] = await Promise.all([plain.save(), said.save(), other.save()]);
  assert.deepEqual(same, bytes);
  const header = (file) => new TextDecoder().decode(file.subarray(8, 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))));
  assert.doesNotMatch(header(bytes), /\bcell\b/);
  assert.match(header(of), /\bcell\b.{1,6}gru/);
});
