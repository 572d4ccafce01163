// All layers, optimizers and losses from JavaScript; files, state dicts, early stopping, a look inside.
// Each in the calling thread and in the worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const entries = { direct, worker: inWorker };
const everywhere = (name, run) => {
  for (const [where, entry] of Object.entries(entries)) test(`${name} (${where})`, () => run(entry));
};

const tokens = (count, below, seed = 1) => {
  let state = seed;
  return Int32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 2 ** 24) * below;
  });
};
const x = { data: tokens(20 * 7, 9), shape: [20, 7] };
const y = { data: tokens(20, 3, 5), shape: [20] };

/** Every layer and option. */
async function everything({ sequential, layers, optimizers }) {
  const lstm = { units: 6, returnSequences: true, dropout: 0.1, recurrentDropout: 0.1 };
  const model = await sequential({
    seed: 4,
    layers: [
      layers.embedding({ inputDim: 9, outputDim: 5, maskZero: true }),
      layers.dropout({ rate: 0.1 }),
      layers.bidirectional({ layer: layers.lstm(lstm), mergeMode: 'ave' }),
      layers.layerNormalization(),
      layers.lstm({ units: 4, activation: 'softsign', recurrentActivation: 'hardSigmoid', goBackwards: true, useBias: false }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  await model.compile({
    optimizer: optimizers.adamw({ learningRate: 0.01, clipNorm: 1 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['mae', 'accuracy', 'mse'],
  });
  return model;
}

const fit = (model, epochs, options) => model.fit(x, y, { epochs, batchSize: 8, ...options });

everywhere('every layer trains, is saved with its optimizer, and goes on bit for bit', async (entry) => {
  const whole = await everything(entry);
  const half = await everything(entry);
  await fit(whole, 3);
  const { history: expected } = await fit(whole, 4);
  await fit(half, 3);
  const bytes = await half.save({ optimizer: true });
  assert.ok(bytes instanceof Uint8Array);
  const loaded = await entry.loadModel(bytes);
  assert.deepEqual((await fit(loaded, 4)).history, expected);
  assert.deepEqual(Object.keys(expected), ['loss', 'accuracy', 'mse', 'mae', 'learningRate']);
  assert.deepEqual((await loaded.predict(x)).data, (await whole.predict(x)).data);
  assert.match(await loaded.summary(), /bidirectional \(Bidirectional\) +\[B, T, 6\] +/);
});

everywhere('windows, shapes and noise train, are saved with their optimizer, and go on bit for bit', async (entry) => {
  const { sequential, layers } = entry;
  const make = async () => {
    const model = await sequential({
      seed: 4,
      layers: [
        layers.gaussianNoise({ stddev: 0.1, inputShape: [12, 4] }),
        layers.conv1D({ filters: 6, kernelSize: 3, padding: 'same', activation: 'swish' }),
        layers.batchNormalization(),
        layers.spatialDropout1D({ rate: 0.1 }),
        layers.zeroPadding1D({ padding: [1, 0] }),
        layers.maxPooling1D({ poolSize: 3, strides: 1 }),
        layers.averagePooling1D({ padding: 'same' }),
        layers.timeDistributed({ layer: layers.dense({ units: 6, activation: 'elu' }) }),
        layers.permute({ dims: [2, 1] }),
        layers.reshape({ targetShape: [6, 0, 1] }),
        layers.conv2D({ filters: 3, kernelSize: 2 }),
        layers.maxPooling2D({ strides: 1 }),
        layers.averagePooling2D({ poolSize: [2, 1] }),
        layers.flatten(),
        layers.activation({ activation: 'gelu' }),
        layers.repeatVector({ n: 3 }),
        layers.lstm({ units: 4, returnSequences: true }),
        layers.globalAveragePooling1D(),
        layers.repeatVector({ n: 2 }),
        layers.globalMaxPooling1D(),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    await model.compile({ loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });
    return model;
  };
  const x = { data: Float32Array.from(tokens(20 * 12 * 4, 1000), (n) => n / 500 - 1), shape: [20, 12, 4] };
  const fit = (model, epochs) => model.fit(x, y, { epochs, batchSize: 8 });
  const [whole, half] = [await make(), await make()];
  await fit(whole, 2);
  const { history: expected } = await fit(whole, 3);
  await fit(half, 2);
  const dict = await half.stateDict();
  assert.deepEqual(dict['conv2d.weight'].shape, [3, 1, 2, 2]);
  assert.deepEqual(dict['batch_normalization.running_var'].shape, [6]);
  const loaded = await entry.loadModel(await half.save({ optimizer: true }));
  assert.deepEqual((await fit(loaded, 3)).history, expected);
  assert.deepEqual((await loaded.predict(x)).data, (await whole.predict(x)).data);
});

everywhere("a state dict has PyTorch's names, goes over to another model, and is refused whole", async (entry) => {
  const [from, to] = [await everything(entry), await everything(entry)];
  await fit(from, 1);
  const dict = await from.stateDict();
  assert.deepEqual(dict['bidirectional.weight_ih_l0_reverse'].shape, [24, 5]);
  assert.ok(dict['dense.bias'] instanceof entry.Tensor);
  assert.ok(dict['bidirectional.bias_hh_l0'].data.every((value) => value === 0));
  await to.loadStateDict(dict);
  const same = (await to.predict(x)).data;
  assert.deepEqual(same, (await from.predict(x)).data);
  const wrong = { ...dict, 'dense.bias': { data: new Float32Array(2), shape: [2] } };
  await assert.rejects(async () => to.loadStateDict(wrong), /'dense.bias' of shape \[3\] in the state dict, got \[2\]/);
  await assert.rejects(async () => to.loadStateDict({}), /expected 'embedding.weight' in the state dict/);
  await assert.rejects(async () => to.loadStateDict(null), TypeError);
  assert.deepEqual((await to.predict(x)).data, same);
});

everywhere('early stopping ends a fit and brings the best weights back', async (entry) => {
  const model = await everything(entry);
  const seen = [];
  const { epoch, history } = await fit(model, 200, {
    validationSplit: 0.3,
    callbacks: [
      entry.callbacks.earlyStopping({ patience: 2, restoreBestWeights: true }),
      { onEpochEnd: (n, logs) => void seen.push([n, logs.val_loss]) },
    ],
  });
  assert.ok(epoch.length < 200);
  assert.deepEqual(seen, epoch.map((n) => [n, history.val_loss[n]]));
  const best = history.val_loss.indexOf(Math.min(...history.val_loss));
  assert.equal(best, epoch.length - 3);
  const rest = { data: x.data.slice(14 * 7), shape: [6, 7] };
  const { loss } = await model.evaluate(rest, { data: y.data.slice(14), shape: [6] });
  assert.ok(Math.abs(loss - history.val_loss[best]) < 1e-6);
  await assert.rejects(() => fit(model, 1, { callbacks: entry.callbacks.earlyStopping() }), /monitor one of loss, .*got 'val_loss'/);
  await assert.rejects(() => fit(model, 1, { callbacks: entry.callbacks.earlyStopping({ wait: 1 }) }), /got 'wait'/);
});

everywhere('samples count as much as they weigh, and a fit may begin later', async (entry) => {
  const model = await everything(entry);
  const none = new Float32Array(20);
  assert.equal((await model.evaluate(x, y, { sampleWeight: none })).loss, 0);
  const { loss } = await model.evaluate(x, y);
  const double = await model.evaluate(x, y, { sampleWeight: new Float32Array(20).fill(2) });
  assert.ok(Math.abs(double.loss - 2 * loss) < 1e-5);
  const resumed = await fit(model, 5, { initialEpoch: 3, sampleWeight: new Float32Array(20).fill(1) });
  assert.deepEqual(resumed.epoch, [3, 4]);
  await assert.rejects(() => fit(model, 1, { sampleWeight: [1, 2] }), /sampleWeight of shape \[20\]/);
});

everywhere('every optimizer, schedule and loss learns', async ({ sequential, layers, optimizers, schedules }) => {
  const inputs = Array.from({ length: 16 }, (_, n) => [n / 16, 1 - n / 16]);
  const numbers = inputs.map(([a]) => [a * 2 - 1]);
  const classes = inputs.map(([a]) => [a < 0.5 ? 1 : 0, a < 0.5 ? 0 : 1]);
  const learns = async (optimizer, loss) => {
    const cross = loss === 'categoricalCrossentropy';
    const dense = cross ? { units: 2, activation: 'softmax' } : { units: 1 };
    const model = await sequential({ seed: 2, layers: [layers.dense({ ...dense, inputShape: [2] })] });
    await model.compile({ optimizer, loss, metrics: cross ? ['accuracy'] : ['mae', 'mse'] });
    const { history } = await model.fit(inputs, cross ? classes : numbers, { epochs: 40, batchSize: 4 });
    assert.ok(history.loss.at(-1) < 0.8 * history.loss[0], `${JSON.stringify(optimizer)} ${loss}`);
    await model.dispose();
  };
  for (const loss of ['meanSquaredError', 'meanAbsoluteError', 'categoricalCrossentropy']) {
    await learns(optimizers.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }), loss);
    await learns(optimizers.rmsprop({ learningRate: 0.02, clipValue: 1 }), loss);
    await learns(optimizers.adam({ learningRate: schedules.cosineDecay({ initialLearningRate: 0, decaySteps: 160, warmupSteps: 20, warmupTarget: 0.05 }) }), loss);
    await learns(optimizers.adamw({ learningRate: schedules.exponentialDecay({ initialLearningRate: 0.05, decaySteps: 100, decayRate: 0.5 }) }), loss);
  }
});

const text = 'the tide comes in, the boats go out. '.repeat(40);

everywhere('a language model comes back from its file, goes on, and can be looked into', async (entry) => {
  const make = () => entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [12, 10], dropout: 0.1, seed: 2 });
  const train = async (lm) => {
    const losses = [];
    await lm.fit(text, { steps: 10, batchSize: 4, sequenceLength: 16, callbacks: { onStep: ({ loss }) => void losses.push(loss) } });
    return losses;
  };
  const [whole, half] = [await make(), await make()];
  await train(whole);
  await train(half);
  const loaded = await entry.loadLanguageModel(await half.save({ optimizer: true }));
  assert.deepEqual(loaded.tokenizer.vocabulary, half.tokenizer.vocabulary);
  assert.deepEqual(await train(loaded), await train(whole));

  const heldOut = text.slice(0, 200);
  const logs = await loaded.score(heldOut);
  assert.equal(logs.length, 199);
  assert.ok(logs.every((log) => log < 0));
  const { tokens, layers } = await loaded.inspect(heldOut);
  assert.deepEqual(tokens, loaded.tokenizer.encode(heldOut));
  assert.deepEqual(layers.map(({ h }) => h.shape), [[200, 12], [200, 10]]);
  const { i, f, g, o, c, h } = layers[0];
  for (const n of [12, 100, 2399]) {
    const cell = f.data[n] * c.data[n - 12] + i.data[n] * g.data[n];
    assert.ok(Math.abs(c.data[n] - cell) < 1e-6);
    assert.ok(Math.abs(h.data[n] - o.data[n] * Math.tanh(cell)) < 1e-6);
  }
});

everywhere('a model of words is saved with them', async (entry) => {
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.word(text), units: [12], seed: 2 });
  await lm.fit(text, { steps: 60, batchSize: 4, sequenceLength: 8, learningRate: 0.02 });
  const loaded = await entry.loadLanguageModel(await lm.save());
  let written = '';
  for await (const piece of loaded.generate({ prompt: 'the tide', length: 8, temperature: 0 })) written += piece;
  assert.equal(written, ' comes in, the boats go out.');
});

everywhere('wrong files are errors in words', async (entry) => {
  const bytes = await (await everything(entry)).save();
  for (const size of [0, 7, 8, 100, bytes.length - 1]) {
    await assert.rejects(() => entry.loadModel(bytes.slice(0, size)), /lstm: expected/);
  }
  await assert.rejects(() => entry.loadModel('model'), /a file's bytes as a Uint8Array, got string/);
  await assert.rejects(() => entry.loadLanguageModel(bytes), /expected 'languageModel' in a model's file/);
  const other = new TextEncoder().encode('\x02\0\0\0\0\0\0\0{}');
  await assert.rejects(() => entry.loadModel(other), /a file of a model, got one without metadata/);
});
