// Options: a call refuses those that it does not know and names those that it does, reads every one of
// them, and refuses two that exclude each other; in both entries alike.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { readInterfaces } from './interfaces.mjs';

const interfaces = readInterfaces();
const text = 'the tide comes in, the boats go out. '.repeat(60);
const x = [[[1], [2]], [[3], [1]], [[2], [2]], [[1], [1]]];
const y = [1, 0, 1, 0];

const stack = ({ layers: l }, options = {}) => [
  l.lstm({ units: 2, inputShape: [null, 1], ...options }),
  l.dense({ units: 1, activation: 'sigmoid' }),
];
const binary = 'binaryCrossentropy';

/** An entry, and models of it that may be used and used again. */
async function opened(entry) {
  const model = await entry.sequential({ layers: stack(entry) });
  await model.compile({ loss: binary });
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [2], embeddingDim: 2 });
  return { ...entry, graph: entry.model, model, lm };
}

const built = ({ sequential }, layer) => sequential({ layers: [layer] });
const afterOne = ({ sequential, layers }, layer) => sequential({ layers: [layers.dense({ units: 1, inputShape: [1] }), layer] });
const merged = async ({ graph, input }, layer) => {
  const first = input({ shape: [null, 1] });
  return graph({ inputs: first, outputs: layer.apply([first, first]) });
};
const compiled = async ({ model }, optimizer) => model.compile({ loss: binary, optimizer });
const shortFit = { sequenceLength: 4, batchSize: 2, steps: 1 };

/** For each interface of options, the call that they are for: right but for what `given` puts in. */
const calls = {
  SequentialOptions: (e, given) => e.sequential({ layers: stack(e), ...given }),
  CompileOptions: (e, given) => e.model.compile({ loss: binary, ...given }),
  FitOptions: (e, given) => e.model.fit(x, y, given),
  TrainOnBatchOptions: (e, given) => e.model.trainOnBatch(x, y, given),
  EvaluateOptions: (e, given) => e.model.evaluate(x, y, given),
  PredictOptions: (e, given) => e.model.predict(x, given),
  AttributeOptions: (e, given) => e.model.attribute(x, given),
  LanguageAttributeOptions: (e, given) => e.lm.attribute('the', given),
  StreamOptions: async (e, given) => (await e.model.stream(given)).dispose(),
  SaveOptions: (e, given) => e.lm.save(given),
  LoadStateDictOptions: async (e, given) => e.model.loadStateDict(await e.model.stateDict(), given),
  LanguageModelOptions: (e, given) => e.languageModel({ tokenizer: e.lm.tokenizer, ...given }),
  LanguageFitOptions: (e, given) => e.lm.fit(text, { ...shortFit, ...given }),
  GenerateOptions: (e, given) => e.lm.generate({ prompt: 'the', length: 1, ...given }).next(),
  CharOptions: async (e, given) => e.tokenizers.char(text, given),
  WordOptions: async (e, given) => e.tokenizers.word(text, given),
  InitOptions: (e, given) => e.init(given),
  EmbeddingOptions: (e, given) => built(e, e.layers.embedding({ inputDim: 2, outputDim: 2, ...given })),
  MaskingOptions: (e, given) =>
    e.sequential({ layers: [e.layers.masking({ inputShape: [null, 1], ...given }), e.layers.lstm({ units: 1 })] }),
  LstmOptions: (e, given) => built(e, e.layers.lstm({ units: 2, inputShape: [null, 1], ...given })),
  GruOptions: (e, given) => built(e, e.layers.gru({ units: 2, inputShape: [null, 1], ...given })),
  SimpleRnnOptions: (e, given) => built(e, e.layers.simpleRNN({ units: 2, inputShape: [null, 1], ...given })),
  BidirectionalOptions: (e, given) =>
    built(e, e.layers.bidirectional({ layer: e.layers.lstm({ units: 2, inputShape: [null, 1] }), ...given })),
  DenseOptions: (e, given) => built(e, e.layers.dense({ units: 1, inputShape: [1], ...given })),
  DropoutOptions: (e, given) => afterOne(e, e.layers.dropout({ rate: 0.5, ...given })),
  LayerNormalizationOptions: (e, given) => afterOne(e, e.layers.layerNormalization(given)),
  ActivationOptions: (e, given) => afterOne(e, e.layers.activation({ activation: 'swish', ...given })),
  BatchNormalizationOptions: (e, given) => built(e, e.layers.batchNormalization({ inputShape: [1], ...given })),
  Conv1DOptions: (e, given) => built(e, e.layers.conv1D({ filters: 1, kernelSize: 1, inputShape: [null, 1], ...given })),
  Conv2DOptions: (e, given) => built(e, e.layers.conv2D({ filters: 1, kernelSize: 1, inputShape: [2, 2, 1], ...given })),
  Pooling1DOptions: (e, given) => built(e, e.layers.averagePooling1D({ inputShape: [null, 1], ...given })),
  Pooling2DOptions: (e, given) => built(e, e.layers.averagePooling2D({ inputShape: [2, 2, 1], ...given })),
  GlobalPooling1DOptions: (e, given) => built(e, e.layers.globalMaxPooling1D({ inputShape: [null, 1], ...given })),
  ZeroPadding1DOptions: (e, given) => built(e, e.layers.zeroPadding1D({ inputShape: [null, 1], ...given })),
  FlattenOptions: (e, given) => built(e, e.layers.flatten({ inputShape: [2, 1], ...given })),
  ReshapeOptions: (e, given) => built(e, e.layers.reshape({ targetShape: [1, 2], inputShape: [2, 1], ...given })),
  PermuteOptions: (e, given) => built(e, e.layers.permute({ dims: [2, 1], inputShape: [2, 1], ...given })),
  RepeatVectorOptions: (e, given) => built(e, e.layers.repeatVector({ n: 2, inputShape: [1], ...given })),
  TimeDistributedOptions: (e, given) =>
    built(e, e.layers.timeDistributed({ layer: e.layers.dense({ units: 1 }), inputShape: [null, 1], ...given })),
  SpatialDropout1DOptions: (e, given) =>
    e.sequential({ layers: [e.layers.embedding({ inputDim: 2, outputDim: 2 }), e.layers.spatialDropout1D({ rate: 0.5, ...given })] }),
  GaussianNoiseOptions: (e, given) => built(e, e.layers.gaussianNoise({ stddev: 1, inputShape: [1], ...given })),
  MergeOptions: (e, given) => merged(e, e.layers.average(given)),
  AttentionOptions: (e, given) => merged(e, e.layers.attention(given)),
  AdditiveAttentionOptions: (e, given) => merged(e, e.layers.additiveAttention(given)),
  DecodeCtcOptions: async (e, given) => e.decodeCtc([[[1, 2]]], given),
  ApplyOptions: async (e, given) => e.layers.dense({ units: 1 }).apply(e.input({ shape: [1] }), given),
  async InputOptions(e, given) {
    const first = e.input({ shape: [1], ...given });
    return e.graph({ inputs: first, outputs: e.layers.dense({ units: 1 }).apply(first) });
  },
  async ModelOptions(e, given) {
    const first = e.input({ shape: [1] });
    return e.graph({ inputs: first, outputs: e.layers.dense({ units: 1 }).apply(first), ...given });
  },
  SgdOptions: (e, given) => compiled(e, e.optimizers.sgd(given)),
  RmspropOptions: (e, given) => compiled(e, e.optimizers.rmsprop(given)),
  AdamOptions: (e, given) => compiled(e, e.optimizers.adam(given)),
  AdamwOptions: (e, given) => compiled(e, e.optimizers.adamw(given)),
  ExponentialDecayOptions: (e, given) =>
    compiled(e, e.optimizers.adam({ learningRate: e.schedules.exponentialDecay({ decaySteps: 2, decayRate: 0.5, ...given }) })),
  CosineDecayOptions: (e, given) =>
    compiled(e, e.optimizers.adam({ learningRate: e.schedules.cosineDecay({ decaySteps: 2, ...given }) })),
  EarlyStoppingOptions: (e, given) =>
    e.model.fit(x, y, { callbacks: e.callbacks.earlyStopping({ monitor: 'loss', ...given }) }),
  async ReduceLROnPlateauOptions(e, given) {
    await compiled(e, 'adam'); // it is refused with a schedule
    await e.model.fit(x, y, { callbacks: e.callbacks.reduceLROnPlateau({ monitor: 'loss', ...given }) });
  },
};

const bases = new Set(['LayerOptions', 'RecurrentOptions', 'ConvolutionOptions', 'CommonOptions', 'MethodOptions', 'WarmupOptions']); // which others extend
const formats = /^(Open|From)/; // whose tests are in tests/formats
const known = Object.keys(interfaces).filter((name) => name.endsWith('Options') && !bases.has(name) && !formats.test(name));

test('every interface of options has its call here', () => {
  assert.deepEqual(Object.keys(calls).sort(), known.sort());
});

/** What no option is: both kinds, since some take any object. */
const nonsense = [{ nonsense: [] }, 7.5];

async function refusal(call, ...args) {
  try {
    await call(...args);
  } catch (error) {
    return error;
  }
  return undefined;
}

for (const [name, entry] of [['lstm-wasm', direct], ['lstm-wasm/worker', inWorker]]) {
  const opening = opened(entry);
  const notBefore = name === 'lstm-wasm' ? { init: entry.init } : {};

  test(`${name}: an unknown option is refused, with the names of all that are known`, async () => {
    const e = { ...(await opening), ...notBefore };
    for (const [options, call] of Object.entries(calls)) {
      const names = Object.keys(interfaces[options]);
      const unknown = fc.string({ minLength: 1 }).filter((key) => !names.includes(key) && !['type', '__proto__'].includes(key));
      await fc.assert(
        fc.asyncProperty(unknown, fc.constantFrom(0, 1, true, 'x', null, [], {}), async (key, value) => {
          const error = await refusal(call, e, { [key]: value });
          assert.ok(error instanceof TypeError, `${options}: ${error}`);
          assert.ok(error.message.endsWith(`; got '${key}'`), error.message);
          for (const one of names) assert.match(error.message, new RegExp(`\\b${one}\\b`), options);
        }),
        { numRuns: 5, endOnFailure: true },
      );
    }
  });

  test(`${name}: an option that is undefined counts as left out`, async () => {
    const e = await opening;
    for (const [options, call] of Object.entries(calls)) {
      const optional = Object.entries(interfaces[options]).filter(([, member]) => member.optional);
      const left = Object.fromEntries(optional.filter(([one]) => one !== 'inputShape').map(([one]) => [one, undefined]));
      await call(e, { ...left, monitor: /Stopping|Plateau/.test(options) ? 'loss' : undefined, nobody: undefined });
    }
  });

  test(`${name}: every option is read: nonsense in it is refused`, async () => {
    const e = await opening;
    for (const [options, call] of Object.entries(calls).filter(([one]) => one !== 'InitOptions')) {
      for (const option of Object.keys(interfaces[options])) {
        const errors = [];
        for (const value of nonsense) errors.push(await refusal(call, e, { [option]: value }));
        const refused = errors.filter((error) => error !== undefined);
        assert.ok(refused.length > 0, `${options}.${option}`);
        for (const error of refused) assert.match(error.message, /^lstm: expected /, `${options}.${option}`);
      }
    }
  });

  test(`${name}: options that exclude each other are refused together`, async () => {
    const e = await opening;
    const { layers: l, model, lm } = e;
    const pairs = [
      [() => model.fit(x, y, { validationData: [x, y], validationSplit: 0.5 }), 'validationData or validationSplit in fit, got both'],
      [() => model.fit(x, y, { sampleWeight: y, classWeight: { 0: 2 } }), 'sampleWeight or classWeight in fit, got both'],
      [() => lm.fit(text, { ...shortFit, epochs: 1 }), 'steps or epochs in fit, got both'],
      [() => e.init({ wasmUrl: 'a.wasm', wasmModule: {} }), 'wasmUrl or wasmModule in init, got both'],
      [() => compiled(e, { type: 'adam', clipNorm: 1, clipValue: 1 }), 'clipNorm or clipValue in adam, got both'],
      [async () => e.optimizers.sgd({ nesterov: true }), 'momentum with nesterov in sgd, got none'],
      [async () => e.schedules.cosineDecay({ decaySteps: 1, warmupTarget: 1 }), 'warmupSteps with warmupTarget in cosineDecay, got none'],
      [async () => l.lstm({ units: 1, useBias: false, unitForgetBias: true }), 'useBias with unitForgetBias in lstm, got none'],
      [async () => l.bidirectional({ layer: l.lstm({ units: 1, name: 'half' }) }), 'the name of bidirectional itself, got one of the layer in it'],
      [async () => l.lstm(l.dense({ units: 1 })), 'options of lstm, got those of dense'],
    ];
    for (const [call, message] of pairs) {
      await assert.rejects(call, { name: 'TypeError', message: `lstm: expected ${message}` });
    }
    await model.fit(x, y, { validationData: [x, y], validationSplit: 0 }); // which is none
  });

  test(`${name}: an argument that nobody reads is refused`, async () => {
    const { model, lm, ...e } = await opening;
    const file = await model.save();
    const extra = { strict: false };
    const all = {
      loadModel: () => e.loadModel(file, extra),
      loadLanguageModel: () => e.loadLanguageModel(file, extra),
      sequential: () => e.sequential({ layers: stack(e) }, extra),
      languageModel: () => e.languageModel({ tokenizer: lm.tokenizer }, extra),
      compile: () => model.compile({ loss: binary }, extra),
      fit: () => model.fit(x, y, {}, extra),
      trainOnBatch: () => model.trainOnBatch(x, y, {}, extra),
      predict: () => model.predict(x, {}, extra),
      stream: () => model.stream({}, extra),
      step: async () => (await model.stream()).step([1], extra),
      reset: async () => (await model.stream()).reset(extra),
      attribute: () => model.attribute(x, {}, extra),
      'attribute of a text': () => lm.attribute('the', {}, extra),
      inspect: () => model.inspect(x, extra),
      setStates: () => model.setStates({}, extra),
      getStates: () => model.getStates(extra),
      resetStates: () => model.resetStates(extra),
      summary: () => lm.summary(extra),
      countParams: () => lm.countParams(extra),
      stateDict: () => lm.stateDict(extra),
      getLearningRate: () => lm.getLearningRate(extra),
      save: () => lm.save({}, extra),
      evaluate: () => lm.evaluate(text, extra),
      score: () => lm.score(text, extra),
      nextProbabilities: () => lm.nextProbabilities(text, extra),
      generate: () => lm.generate({ prompt: 'the' }, extra).next(),
      char: () => e.tokenizers.char(text, {}, extra),
      word: () => e.tokenizers.word(text, {}, extra),
      tokens: () => e.tokenizers.tokens(['a'], extra),
      decode: () => lm.tokenizer.decode([0], extra),
      exponentialDecay: () => e.schedules.exponentialDecay({ decaySteps: 1, decayRate: 0.5 }, extra),
      cosineDecay: () => e.schedules.cosineDecay({ decaySteps: 1 }, extra),
    };
    const kinds = [lm.tokenizer, e.tokenizers.word(text), e.tokenizers.tokens(['a'])];
    for (const one of kinds) all[`encode of ${one.kind}`] = () => one.encode(one.kind === 'token' ? ['a'] : 'the', extra);
    for (const makers of [e.layers, e.optimizers, e.callbacks]) {
      for (const [name, make] of Object.entries(makers)) all[name] = () => make({}, extra);
    }
    for (const [where, call] of Object.entries(all)) {
      const message = `lstm: expected no further argument in ${where.split(' ')[0]}, got object of strict`;
      await assert.rejects(async () => call(), { name: 'TypeError', message }, where);
    }
    await assert.rejects(async () => model.predict(x, 2), /an object of options in predict, got number/);
    await assert.rejects(async () => lm.save({ optimizer: 1 }), /optimizer in save to be a boolean, got 1/);
  });
}
