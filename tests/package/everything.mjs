// Models that have, between them, every layer and every option; shared by Node and the browser. Each is
// large enough for its batches to be shared out among threads.

/** Whole numbers 0 ... below - 1, the same for the same seed. */
export function tokens(count, below, seed = 1) {
  let state = seed;
  return Int32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 2 ** 24) * below;
  });
}

/** Multiples of 1/500 in -1 ... 1. */
export const numbers = (count, seed) => Float32Array.from(tokens(count, 1000, seed), (n) => n / 500 - 1);
export const tensor = (data, ...shape) => ({ data, shape });

export const [N, T] = [32, 12];

/** Sequences of 4 ... T tokens, filled up with zeros. */
export function padded(seed) {
  const data = tokens(N * T, 8, seed).map((token) => token + 1);
  for (let n = 0; n < N; ++n) data.fill(0, n * T + 4 + (n % (T - 3)), (n + 1) * T);
  return tensor(data, N, T);
}

export const oneHot = (classes, K) =>
  tensor(Float32Array.from({ length: classes.length * K }, (_, n) => +(classes[Math.trunc(n / K)] === n % K)), classes.length, K);

/** `make` gives layers and how to compile them; `fit` the options that go with the data. Their bits are held. */
export const everyOption = [
  {
    name: 'padded sequences tagged, dropout of all kinds, adamw on a cosine with warm-up, clipNorm',
    make: ({ layers, optimizers, schedules }) => ({
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 16, maskZero: true }),
        layers.dropout({ rate: 0.1 }),
        layers.bidirectional({
          layer: layers.lstm({ units: 24, returnSequences: true, dropout: 0.1, recurrentDropout: 0.1 }),
          mergeMode: 'concat',
        }),
        layers.layerNormalization({ epsilon: 1e-4 }),
        layers.lstm({ units: 24, returnSequences: true, goBackwards: true, recurrentDropout: 0.2 }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
      compile: {
        loss: 'sparseCategoricalCrossentropy',
        optimizer: optimizers.adamw({
          learningRate: schedules.cosineDecay({ initialLearningRate: 1e-4, decaySteps: 12, alpha: 0.1, warmupSteps: 3, warmupTarget: 0.02 }),
          weightDecay: 0.01,
          clipNorm: 0.5,
        }),
        metrics: ['accuracy', 'mse', 'mae'],
      },
    }),
    x: padded(1),
    y: tensor(tokens(N * T, 3, 2), N, T),
    fit: { batchSize: 16, sampleWeight: tensor(numbers(N * T, 3).map((w) => w + 1), N, T), validationSplit: 0.25 },
  },
  {
    name: 'numbers forecast with states carried on, rmsprop on an exponential decay, clipValue',
    make: ({ layers, optimizers, schedules }) => ({
      layers: [
        layers.lstm({ units: 32, inputShape: [T, 3], stateful: true, returnSequences: true, dropout: 0.1 }),
        layers.dense({ units: 16, activation: 'tanh' }),
        layers.lstm({ units: 24, stateful: true, unitForgetBias: false }),
        layers.dense({ units: 2 }),
      ],
      compile: {
        loss: 'meanSquaredError',
        optimizer: optimizers.rmsprop({
          learningRate: schedules.exponentialDecay({ initialLearningRate: 0.01, decaySteps: 3, decayRate: 0.7, staircase: true }),
          momentum: 0.5,
          clipValue: 0.05,
        }),
        metrics: ['mae'],
      },
    }),
    x: tensor(numbers(N * T * 3, 4), N, T, 3),
    y: tensor(numbers(N * 2, 5), N, 2),
    fit: { batchSize: 16, shuffle: false },
  },
  {
    name: 'yes or no from both directions summed, sgd with Nesterov momentum',
    make: ({ layers, optimizers }) => ({
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 16 }),
        layers.bidirectional({ layer: layers.lstm({ units: 32, useBias: false, returnSequences: true }), mergeMode: 'sum' }),
        layers.bidirectional({ layer: layers.lstm({ units: 32 }), mergeMode: 'mul' }),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dense({ units: 1, activation: 'sigmoid', useBias: false }),
      ],
      compile: {
        loss: 'binaryCrossentropy',
        optimizer: optimizers.sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
        metrics: ['accuracy'],
      },
    }),
    x: tensor(tokens(N * T, 9, 6), N, T),
    y: tensor(tokens(N, 2, 7), N),
    fit: { batchSize: 16, sampleWeight: numbers(N, 8).map((w) => w + 1) },
  },
  {
    name: 'classes from both directions averaged, adam',
    make: ({ layers, optimizers }) => ({
      layers: [
        layers.bidirectional({ layer: layers.lstm({ units: 32, inputShape: [null, 3], stateful: true }), mergeMode: 'ave' }),
        layers.dense({ units: 4, activation: 'softmax' }),
      ],
      compile: {
        loss: 'categoricalCrossentropy',
        optimizer: optimizers.adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 }),
        metrics: ['accuracy'],
      },
    }),
    x: tensor(numbers(N * T * 3, 9), N, T, 3),
    y: oneHot(tokens(N, 4, 10), 4),
    fit: { batchSize: 16 },
  },
  {
    name: 'a line through numbers by absolute error, plain sgd',
    make: ({ layers }) => ({
      layers: [layers.dense({ units: 256, activation: 'sigmoid', inputShape: [256] }), layers.dense({ units: 1 })],
      compile: { loss: 'meanAbsoluteError', optimizer: 'sgd', metrics: ['mse'] },
    }),
    x: tensor(numbers(N * 256, 11), N, 256),
    y: tensor(numbers(N, 12), N, 1),
    fit: { batchSize: 16 },
  },
];

/** The same with the other cells. */
const otherCells = [
  {
    name: 'padded sequences tagged by cells of three kinds, dropout of all kinds',
    make: ({ layers }) => ({
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 16, maskZero: true }),
        layers.bidirectional({
          layer: layers.gru({ units: 24, returnSequences: true, dropout: 0.1, recurrentDropout: 0.1 }),
          mergeMode: 'sum',
        }),
        layers.gru({ units: 20, returnSequences: true, goBackwards: true, resetAfter: false, dropout: 0.1, recurrentDropout: 0.2 }),
        layers.simpleRNN({ units: 16, returnSequences: true, dropout: 0.1, recurrentDropout: 0.1 }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
      compile: { loss: 'sparseCategoricalCrossentropy', optimizer: 'adamw', metrics: ['accuracy'] },
    }),
    x: padded(1),
    y: tensor(tokens(N * T, 3, 2), N, T),
    fit: { batchSize: 16 },
  },
  {
    name: 'numbers forecast by cells of three kinds with states carried on',
    make: ({ layers }) => ({
      layers: [
        layers.bidirectional({
          layer: layers.simpleRNN({ units: 24, inputShape: [T, 3], stateful: true, returnSequences: true, activation: 'softsign' }),
        }),
        layers.gru({ units: 20, stateful: true, returnSequences: true, useBias: false, recurrentActivation: 'hardSigmoid' }),
        layers.gru({ units: 24, stateful: true, resetAfter: false }),
        layers.dense({ units: 2 }),
      ],
      compile: { loss: 'meanSquaredError', optimizer: 'rmsprop', metrics: ['mae'] },
    }),
    x: tensor(numbers(N * T * 3, 4), N, T, 3),
    y: tensor(numbers(N * 2, 5), N, 2),
    fit: { batchSize: 16, shuffle: false },
  },
];

export const everyModel = [...everyOption, ...otherCells];

/** One of them, built and compiled. */
export async function built(entry, { make }, seed = 3) {
  const { layers, compile } = make(entry);
  const model = await entry.sequential({ seed, layers });
  await model.compile(compile);
  return model;
}
