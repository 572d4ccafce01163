// Models of TensorFlow.js that together have every layer and option.
import { numbers, tokens } from './numbers.mjs';
import { tf } from './tensorflow.mjs';

const { layers: keras } = tf;
const [B, T, I] = [2, 5, 3];
const sequences = { input: numbers(B * T * I, 7), shape: [B, T, I] };
const words = { input: tokens(B * T, 6, 9), shape: [B, T] };
const images = { input: numbers(2 * 5 * 6 * 2, 8), shape: [2, 5, 6, 2] };
const picture = { inputShape: [5, 6, 2] };
const films = { input: numbers(2 * 3 * 5 * 6, 11), shape: [2, 3, 5, 6, 1] };
const first = { inputShape: [T, I] };
const glorot = { recurrentInitializer: 'glorotUniform' }; // its own takes seconds

/** Of each cell: its maker, and what else it may be told. */
const cells = {
  lstm: (options) => keras.lstm({ units: 4, ...glorot, ...options }),
  gru: (options) => keras.gru({ units: 4, ...glorot, ...options }),
  simpleRNN: (options) => keras.simpleRNN({ units: 4, ...glorot, ...options }),
};

const options = {
  'as it is': {},
  'every step': { returnSequences: true },
  'from the end': { goBackwards: true, returnSequences: true },
  'without a bias': { useBias: false },
  'of ReLU': { activation: 'relu' },
  'of softsign and sigmoid': { activation: 'softsign', recurrentActivation: 'sigmoid' },
  'of sigmoid and tanh': { activation: 'sigmoid', recurrentActivation: 'tanh' },
  'linear, with dropout': { activation: 'linear', dropout: 0.1, recurrentDropout: 0.2 },
};

const recurrent = Object.entries(cells).flatMap(([cell, make]) =>
  Object.entries(options).map(([what, its]) => [`${cell} ${what}`, { ...sequences, layers: () => [make({ ...first, ...its })] }]));

const both = Object.entries(cells).flatMap(([cell, make]) =>
  ['concat', 'sum', 'ave', 'mul'].map((mergeMode, n) => [
    `bidirectional ${cell}, ${mergeMode}`,
    { ...sequences, layers: () => [keras.bidirectional({ ...first, layer: make({ returnSequences: n % 2 === 0 }), mergeMode })] },
  ]));

const activations = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax', 'elu', 'selu', 'softplus', 'softsign', 'swish', 'hardSigmoid'];

const plain = activations.flatMap((activation) => [
  [`dense, ${activation}`, { ...sequences, layers: () => [keras.dense({ ...first, units: 4, activation })] }],
  [`activation ${activation} after dense`, { ...sequences, layers: () => [keras.dense({ ...first, units: 4 }), keras.activation({ activation })] }],
]);

/** A model a name: how it is made, and what it reads. */
export const models = Object.fromEntries([
  ...recurrent,
  ...both,
  ...plain,
  ['embedding', { ...words, layers: () => [keras.embedding({ inputDim: 6, outputDim: 3, inputLength: T }), cells.lstm()] }],
  ['embedding with padding', { ...words, layers: () => [keras.embedding({ inputDim: 6, outputDim: 3, maskZero: true }), cells.gru({ returnSequences: true }), cells.lstm()] }],
  ['masking', { ...sequences, input: sequences.input.map((value, n) => (n % (T * I) < 2 * I ? 0 : value)), layers: () => [keras.masking({ ...first, maskValue: 0 }), cells.lstm()] }],
  ['dense of one axis, without a bias', { ...sequences, shape: [10, I], layers: () => [keras.dense({ inputShape: [I], units: 2, useBias: false })] }],
  ['dense of each step', { ...sequences, layers: () => [cells.lstm({ ...first, returnSequences: true }), keras.timeDistributed({ layer: keras.dense({ units: 2, activation: 'tanh' }) })] }],
  ['dropout, first and later', { ...sequences, layers: () => [keras.dropout({ ...first, rate: 0.5 }), cells.simpleRNN(), keras.dropout({ rate: 0.5 }), keras.dense({ units: 2 })] }],
  ['layer normalization', { ...sequences, layers: () => [cells.lstm({ ...first, returnSequences: true }), keras.layerNormalization({ epsilon: 1e-2 })] }],
  ['layer normalization without scale', { ...sequences, layers: () => [cells.lstm(first), keras.layerNormalization({ scale: false })] }],
  ['layer normalization without center', { ...sequences, layers: () => [cells.lstm(first), keras.layerNormalization({ center: false })] }],
  ['embedding and convolutions', { ...words, layers: () => [keras.embedding({ inputDim: 6, outputDim: 3 }), keras.conv1d({ filters: 4, kernelSize: 2 }), keras.globalMaxPooling1d()] }],
  ['batch normalization', { ...sequences, layers: () => [keras.batchNormalization(first), cells.lstm(), keras.batchNormalization({ epsilon: 1e-2, momentum: 0.5 })] }],
  ['batch normalization without scale and center', { ...sequences, layers: () => [keras.batchNormalization({ ...first, scale: false }), keras.batchNormalization({ center: false })] }],
  ...['valid', 'same'].map((padding, n) => [
    `conv1d, ${padding}`,
    { ...sequences, layers: () => [keras.conv1d({ ...first, filters: 4, kernelSize: 3, padding, activation: 'relu', strides: n + 1, dilationRate: 2 - n, useBias: n > 0 }), cells.lstm()] },
  ]),
  ['convolutions that come last', { ...sequences, layers: () => [keras.conv1d({ ...first, filters: 4, kernelSize: 2 }), keras.maxPooling1d({}), keras.dense({ units: 2 })] }],
  ...['valid', 'same'].map((padding) => [
    `conv2d, ${padding}`,
    { ...images, layers: () => [keras.conv2d({ ...picture, filters: 3, kernelSize: [3, 2], padding, strides: [1, 2], activation: 'tanh' }), keras.flatten(), keras.dense({ units: 2 })] },
  ]),
  ...['maxPooling1d', 'averagePooling1d'].flatMap((pool) => [
    [pool, { ...sequences, layers: () => [keras[pool](first), cells.gru()] }],
    [`${pool}, same`, { ...sequences, layers: () => [keras[pool]({ ...first, poolSize: 3, strides: 2, padding: 'same' }), keras.flatten()] }],
  ]),
  ...['maxPooling2d', 'averagePooling2d'].map((pool) => [pool, { ...images, layers: () => [keras[pool]({ ...picture, poolSize: [2, 3] }), keras.flatten()] }]),
  ...['globalMaxPooling1d', 'globalAveragePooling1d'].map((pool) => [pool, { ...sequences, layers: () => [keras[pool]({ ...first })] }]),
  ['flatten, reshape, permute', { ...sequences, layers: () => [keras.permute({ ...first, dims: [2, 1] }), keras.reshape({ targetShape: [5, 3] }), cells.lstm({ returnSequences: true }), keras.flatten()] }],
  ['an autoencoder', { ...sequences, layers: () => [cells.lstm(first), keras.repeatVector({ n: T }), cells.lstm({ returnSequences: true }), keras.timeDistributed({ layer: keras.dense({ units: I }) })] }],
  ['pictures one after the other', { ...films, layers: () => [keras.timeDistributed({ inputShape: films.shape.slice(1), layer: keras.conv2d({ filters: 2, kernelSize: 2 }) }), keras.timeDistributed({ layer: keras.maxPooling2d({}) }), keras.timeDistributed({ layer: keras.flatten() }), cells.gru()] }],
  ['noise and dropout of features', { ...sequences, layers: () => [keras.gaussianNoise({ ...first, stddev: 0.1 }), keras.gaussianDropout({ rate: 0.1 }), keras.alphaDropout({ rate: 0.1 }), cells.lstm()] }],
  ['activations that are layers', { ...sequences, layers: () => [cells.lstm({ ...first, returnSequences: true }), keras.reLU(), cells.gru({ returnSequences: true }), keras.leakyReLU({ alpha: 0.2 }), keras.dense({ units: 3 }), keras.elu(), keras.softmax({ axis: -1 })] }],
  ['dropout before features that only weights tell', { ...sequences, layers: () => [keras.dropout({ inputShape: [null, I], rate: 0.1 }), cells.lstm()] }],
  ['a stack', { ...sequences, layers: () => [cells.lstm({ ...first, returnSequences: true }), cells.lstm({ returnSequences: true }), cells.lstm(), keras.dense({ units: 3 }), keras.dense({ units: 2 })] }],
]);
