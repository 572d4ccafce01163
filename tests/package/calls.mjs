// Every call that the package has, with right arguments for it.

const text = 'the tide comes in, the boats go out. '.repeat(4);
const tokens = [[1, 2, 3], [4, 5, 0]];
const numbers = { data: new Float32Array(24).fill(0.5), shape: [4, 3, 2] };

/** The models that the calls are made on: `{ classifier, forecaster, writer }`. */
export async function subjects({ sequential, languageModel, layers, tokenizers }) {
  const classifier = await sequential({
    seed: 1,
    layers: [
      layers.embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
      layers.bidirectional({ layer: layers.lstm({ units: 3, returnSequences: true, dropout: 0.1 }) }),
      layers.lstm({ units: 3 }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  await classifier.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const forecaster = await sequential({
    layers: [layers.lstm({ units: 3, inputShape: [null, 2], stateful: true }), layers.dense({ units: 1 })],
  });
  await forecaster.compile({ loss: 'meanSquaredError', optimizer: 'rmsprop' });
  const writer = await languageModel({ tokenizer: tokenizers.char(text), embeddingDim: 3, units: [4, 3], seed: 1 });
  return { classifier, forecaster, writer };
}

const state = (batch) => ({ data: new Float32Array(batch * 3).fill(0.5), shape: [batch, 3] });
const states = (batch) => ({ h: state(batch), c: state(batch) });

const soon = () => AbortSignal.timeout(100); // what was asked for may be long

async function some(pieces) {
  let written = '';
  for await (const piece of pieces) if ((written += piece).length > 20) break;
  return written;
}

async function stepped(call, args) {
  const stream = await call();
  try {
    await stream.step(...args);
  } finally {
    stream.dispose();
  }
}

/**
 * `name`, the `subject` if it is a method, `valid(entry)`: its arguments, `changes`: whether a call that
 * succeeds may change the subject; `run(call, args)` where it is more than a call.
 */
export const calls = [
  ...functions(),
  ...anyModel('classifier'),
  ...anyModel('writer'),
  ...sequentialMethods(),
  ...languageMethods(),
];

function functions() {
  const one = (name, valid, run) => ({ name, valid, run });
  return [
    one('init', () => [{ variant: 'auto', threads: 1 }]),
    one('sequential', ({ layers: l }) => [{
      seed: 1,
      layers: [
        l.embedding({ inputDim: 5, outputDim: 2, maskZero: true, name: 'words' }),
        l.bidirectional({ layer: l.lstm({ units: 2, returnSequences: true, dropout: 0.1 }), mergeMode: 'sum' }),
        l.layerNormalization({ epsilon: 1e-3 }),
        l.gru({ units: 2, resetAfter: false, returnSequences: true, dropout: 0.1 }),
        l.simpleRNN({ units: 2, activation: 'softsign', returnSequences: true }),
        l.lstm({ units: 2, activation: 'relu', recurrentActivation: 'hardSigmoid', stateful: false, goBackwards: true, useBias: true, unitForgetBias: true, recurrentDropout: 0 }),
        l.dropout({ rate: 0.5, trainable: false }),
        l.dense({ units: 1, activation: 'sigmoid', useBias: true }),
      ],
    }], async (call, args) => (await call(...args)).dispose()),
    one('languageModel', ({ tokenizers }) => [
      { tokenizer: { ...tokenizers.char('abc') }, embeddingDim: 2, units: [2, 3], cell: 'gru', dropout: 0.1, seed: 1 },
    ], async (call, args) => (await call(...args)).dispose()),
    one('loadModel', () => [new Uint8Array(40)], async (call, args) => (await call(...args)).dispose()),
    one('loadLanguageModel', () => [new Uint8Array(40)], async (call, args) => (await call(...args)).dispose()),
    one('tokenizers.char', () => ['a text', { unknown: true }]),
    one('tokenizers.tokens', () => [['C#4', 'E4', 'rest']]),
    one('readSafetensors', () => [new Uint8Array(40)]),
    one('tokenizers.word', () => ['a text', { maxTokens: 10 }]),
    one('layers.lstm', () => [{ units: 3 }]),
    one('layers.gru', () => [{ units: 3, resetAfter: true }]),
    one('layers.simpleRNN', () => [{ units: 3 }]),
    one('layers.bidirectional', ({ layers }) => [{ layer: layers.lstm({ units: 3 }), mergeMode: 'concat' }]),
    one('optimizers.adam', () => [{ learningRate: 0.1 }]),
    one('schedules.cosineDecay', () => [{ decaySteps: 10 }]),
    one('callbacks.earlyStopping', () => [{ monitor: 'loss' }]),
    one('callbacks.reduceLROnPlateau', () => [{ monitor: 'loss' }]),
    one('Tensor', () => [new Float32Array(6), [2, 3]], (call, args) => new call(...args).toArray()),
    one('tokenizers.char encode', () => ['a text'], (_, args, { tokenizers }) => tokenizers.char('a text').encode(...args)),
    one('tokenizers.char decode', () => [[0, 1, 2]], (_, args, { tokenizers }) => tokenizers.char('a text').decode(...args)),
    one('tokenizers.word encode', () => ['a text'], (_, args, { tokenizers }) => tokenizers.word('a text').encode(...args)),
    one('tokenizers.word decode', () => [[0, 1, 2]], (_, args, { tokenizers }) => tokenizers.word('a text').decode(...args)),
  ];
}

function anyModel(subject) {
  const one = (name, valid, changes = false) => ({ name, subject, valid, changes });
  return [
    one('countParams', () => []),
    one('summary', () => []),
    one('getLearningRate', () => []),
    one('stateDict', () => []),
    one('save', () => [{ optimizer: true }]),
    one('loadStateDict', async (_, model) => [await model.stateDict()], true),
    one('loadStateDict', async (_, model) => [{ ...(await model.stateDict()), more: [1] }, { strict: false }], true),
    one('setLearningRate', ({ schedules }) => [schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 9, decayRate: 0.5 })], true),
  ];
}

function sequentialMethods() {
  const one = (name, subject, valid, changes = false) => ({ name, subject, valid, changes });
  const on = (name, valid, changes) => one(name, 'classifier', valid, changes);
  return [
    on('compile', ({ optimizers, schedules }) => [{
      loss: 'sparseCategoricalCrossentropy',
      optimizer: optimizers.adamw({
        learningRate: schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 9, alpha: 0.1, warmupSteps: 2, warmupTarget: 0.2 }),
        beta1: 0.9, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1, clipNorm: 1,
      }),
      metrics: ['accuracy'],
    }], true),
    on('compile', ({ optimizers, schedules }) => [{
      loss: 'categoricalCrossentropy',
      optimizer: optimizers.sgd({
        learningRate: schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 9, decayRate: 0.5, staircase: true }),
        momentum: 0.5, nesterov: true, clipValue: 1,
      }),
    }], true),
    on('fit', ({ callbacks }) => [tokens, [0, 1], {
      epochs: 2, batchSize: 2, shuffle: true, validationData: [tokens, [1, 0], [1, 2]], validationSplit: 0,
      sampleWeight: [1, 2], initialEpoch: 1, signal: soon(),
      callbacks: [callbacks.earlyStopping({ monitor: 'val_loss', patience: 1, minDelta: 0, mode: 'auto', restoreBestWeights: true }), { ...callbacks.reduceLROnPlateau({ factor: 0.5, cooldown: 1, minLearningRate: 0 }), onEpochEnd() {} }],
    }], true),
    on('trainOnBatch', () => [tokens, [0, 1], { sampleWeight: [1, 2] }], true),
    on('evaluate', () => [tokens, [0, 1], { batchSize: 2, sampleWeight: [1, 2] }]),
    on('predict', () => [tokens, { batchSize: 2 }]),
    on('attribute', () => [tokens, { output: 1, method: 'integratedGradients', steps: 3, baseline: [[1, 1, 1], [1, 1, 1]] }]),
    { ...one('stream', 'forecaster', () => [{ batchSize: 2 }]), run: async (call, args) => (await call(...args)).dispose() },
    { ...one('stream', 'forecaster', () => [[1, 2]]), run: stepped },
    on('fit', () => [tokens, [0, 1], { classWeight: { 0: 1, 1: 2 }, signal: soon() }], true),
    on('inspect', () => [tokens]),
    on('setTrainable', () => ['lstm', false], true),
    on('resetStates', () => []),
    one('getStates', 'forecaster', () => []),
    one('setStates', 'forecaster', () => [[states(4)]], true),
    one('predict', 'forecaster', () => [numbers, { batchSize: 4, states: [states(4)] }], true),
    one('fit', 'forecaster', () => [numbers, [[1], [2], [3], [4]], { batchSize: 4, signal: soon() }], true),
    one('predict', 'forecaster', () => [numbers, { batchSize: 4 }], true),
    one('evaluate', 'forecaster', () => [numbers, [[1], [2], [3], [4]], { batchSize: 4 }], true),
    one('trainOnBatch', 'forecaster', () => [numbers, [[1], [2], [3], [4]]], true),
  ];
}

function languageMethods() {
  const one = (name, valid, changes = false, run = undefined) => ({ name, subject: 'writer', valid, changes, run });
  return [
    one('fit', () => [text, {
      sequenceLength: 4, batchSize: 2, steps: 2, learningRate: 0.1, clipNorm: 1, validationSplit: 0.1,
      callbacks: { onStep() {}, onEpochEnd() {}, earlyStopping: { patience: 2 } }, signal: soon(),
    }], true),
    one('evaluate', () => [text]),
    one('fit', () => [text, { sequenceLength: 4, batchSize: 2, steps: 2, initialStep: 1, signal: soon() }], true),
    one('score', () => [text]),
    one('nextProbabilities', () => ['the ']),
    one('attribute', () => ['the ', { output: 'e', method: 'integratedGradients', steps: 3 }]),
    one('inspect', () => [text]),
    one('generate', () => [{ prompt: 'the ', length: 8, temperature: 0.5, topK: 3, topP: 0.9, seed: 1, exclude: [1, 'e'] }], false,
      (call, args) => some(call(...args))),
  ];
}
