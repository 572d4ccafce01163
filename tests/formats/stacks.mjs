// Stacks of layers that have every layer and option, and shapes of what each reads.
import { layers } from 'lstm-wasm';

export const inputShape = [null, 3];
export const every = { units: 4, returnSequences: true };
const sequences = [[2, 5, 3], [1, 9, 3]];
const last = layers.dense({ units: 2 });
const makers = ['lstm', 'gru', 'simpleRNN'];
const named = (entries) => Object.fromEntries(entries);

const cells = makers.flatMap((cell) => [
  [`${cell}, every step`, [layers[cell]({ ...every, inputShape }), last]],
  [`${cell}, the last step`, [layers[cell]({ units: 4, inputShape }), last]],
  [`${cell}, backwards`, [layers[cell]({ ...every, goBackwards: true, inputShape }), layers[cell]({ units: 2, goBackwards: true }), last]],
  [`${cell}, no bias`, [layers[cell]({ units: 4, useBias: false, inputShape }), layers.dense({ units: 2, useBias: false })]],
]);

const cellActivations = ['relu', 'linear', 'softsign', 'hardSigmoid', 'hardSigmoidKeras2'].map((activation) => [
  `cells of ${activation}`,
  [
    layers.lstm({ ...every, activation, recurrentActivation: 'hardSigmoidKeras2', inputShape }),
    layers.gru({ ...every, activation, recurrentActivation: 'hardSigmoid' }),
    layers.simpleRNN({ units: 3, activation }),
  ],
]);

const bothWays = ['concat', 'sum', 'ave', 'mul'].map((mergeMode) => [
  `both ways, ${mergeMode}`,
  [
    layers.bidirectional({ mergeMode, layer: layers.lstm({ ...every, inputShape }) }),
    layers.bidirectional({ mergeMode, layer: layers.gru({ units: 3 }) }),
    last,
  ],
]);

const kinds = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax', 'elu', 'gelu', 'leakyRelu', 'selu', 'softplus', 'softsign', 'swish', 'hardSigmoid', 'hardSigmoidKeras2', 'exponential'];
const activations = kinds.map((activation) => [
  `the activation ${activation}`,
  [layers.dense({ units: 4, activation, inputShape: [3] }), layers.activation({ activation }), last],
]);

const convolutions = ['valid', 'same', 'causal'].flatMap((padding) =>
  [{}, { strides: 2 }, { dilationRate: 2 }].map((options) => [
    `conv1D, ${padding}, ${JSON.stringify(options)}`,
    [layers.conv1D({ filters: 4, kernelSize: 3, padding, activation: 'relu', ...options, inputShape }), layers.lstm({ units: 2 })],
  ]));

const pools = ['maxPooling1D', 'averagePooling1D'].flatMap((pool) =>
  ['valid', 'same'].map((padding) => [`${pool}, ${padding}`, [layers.conv1D({ filters: 2, kernelSize: 2, inputShape }), layers[pool]({ poolSize: 3, strides: 2, padding }), layers.lstm({ units: 2 })]]));

const fixed = [5, 3];
const plain = {
  text: [layers.embedding({ inputDim: 5, outputDim: 3 }), layers.dropout({ rate: 0.5 }), layers.lstm({ ...every }), layers.layerNormalization(), layers.dense({ units: 5, activation: 'softmax' })],
};
const shaped = {
  'batch normalization': [layers.batchNormalization({ inputShape }), layers.gru({ units: 2 }), layers.batchNormalization({ scale: false, center: false })],
  'global pooling, max': [layers.gaussianNoise({ stddev: 1, inputShape }), layers.globalMaxPooling1D()],
  'global pooling, mean': [layers.zeroPadding1D({ padding: [1, 2], inputShape }), layers.globalAveragePooling1D(), last],
  'each step': [layers.timeDistributed({ layer: layers.dense({ units: 4, activation: 'relu' }), inputShape }), layers.spatialDropout1D({ rate: 0.5 }), layers.lstm({ units: 2 })],
  flat: [layers.lstm({ ...every, inputShape: fixed }), layers.flatten(), last],
  'another shape': [layers.reshape({ targetShape: [3, 0], inputShape: fixed }), layers.permute({ dims: [2, 1] }), layers.lstm({ units: 2 }), layers.repeatVector({ n: 3 }), layers.lstm({ units: 2 })],
};
const picture = layers.reshape({ targetShape: [6, 5, 2], inputShape: [60] });
const images = {
  images: [picture, layers.conv2D({ filters: 2, kernelSize: [2, 3], padding: 'same' }), layers.maxPooling2D(), layers.averagePooling2D({ poolSize: [1, 2], padding: 'same' }), layers.flatten(), last],
  'images, in strides': [picture, layers.conv2D({ filters: 2, kernelSize: 3, padding: 'same', strides: 2 }), layers.flatten(), last],
  'images at every step': [
    layers.reshape({ targetShape: [2, 6, 5, 1], inputShape: [60] }),
    layers.conv2D({ filters: 2, kernelSize: 2 }),
    layers.maxPooling2D(),
    layers.timeDistributed({ layer: layers.flatten() }),
    layers.lstm({ units: 2 }),
  ],
};

const withShapes = (lists, shapes) => named(Object.entries(lists).map(([name, list]) => [name, { list, shapes }]));

export const stacks = {
  ...withShapes(named([...cells, ...cellActivations, ...bothWays, ...convolutions, ...pools]), sequences),
  ...withShapes(named(activations), [[2, 3], [5, 3]]),
  ...withShapes(plain, [[2, 5], [1, 8]]),
  ...withShapes(shaped, [[2, 5, 3], [1, 5, 3]]),
  ...withShapes(images, [[2, 60], [1, 60]]),
};
