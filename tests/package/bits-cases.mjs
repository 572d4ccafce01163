// Models whose bits are held: those of everything.mjs, and in the same words what they leave out. Data are
// made of sums, products and quotients alone, which every engine rounds alike.
import { everyOption, N, numbers, oneHot, padded, T, tensor, tokens } from './everything.mjs';

const series = tensor(numbers(N * T * 3, 21), N, T, 3);
const fit = { batchSize: 16 };
const regression = { loss: 'meanSquaredError', metrics: ['mae'] };
const toNumbers = { x: series, y: tensor(numbers(N * 2, 22), N, 2), fit };
const lengthOf = (n) => 3 + (n % (T - 2));

/** Every recurrent activation as either, in one direction and in both. */
const activations = ['tanh', 'sigmoid', 'hardSigmoid', 'relu', 'linear', 'softsign'];
const cells = activations.map((activation, n) => {
  const recurrentActivation = activations[(n + 2) % activations.length];
  return {
    name: `an lstm of ${activation}, its gates of ${recurrentActivation}, and the other way round`,
    make: ({ layers, optimizers }) => ({
      layers: [
        layers.lstm({ units: 18, inputShape: [T, 3], activation, recurrentActivation, returnSequences: true }),
        layers.bidirectional({ layer: layers.lstm({ units: 7, activation: recurrentActivation, recurrentActivation: activation }) }),
        layers.dense({ units: 2 }),
      ],
      compile: { ...regression, optimizer: optimizers.adam({ learningRate: 0.002, clipNorm: 1 }) },
    }),
    ...toNumbers,
  };
});

/** Every activation between layers and after the last. */
const denses = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax'].map((activation) => ({
  name: `dense layers of ${activation}`,
  make: ({ layers }) => ({
    layers: [
      layers.dense({ units: 10, activation, inputShape: [null, 3] }),
      layers.lstm({ units: 9, useBias: false, returnSequences: true, recurrentDropout: 0.3 }),
      layers.dense({ units: 13, activation, useBias: false }),
      layers.dense({ units: 4, activation }),
    ],
    compile: {
      loss: { sigmoid: 'binaryCrossentropy', softmax: 'categoricalCrossentropy' }[activation] ?? 'meanAbsoluteError',
      optimizer: 'rmsprop',
      metrics: ['mse'],
    },
  }),
  x: series,
  y: tensor(oneHot(tokens(N * T, 4, 23), 4).data, N, T, 4),
  fit,
}));

const modes = ['concat', 'sum', 'ave', 'mul'].flatMap((mergeMode) =>
  [true, false].map((returnSequences) => ({
    name: `both directions of padded sequences, ${mergeMode}, ${returnSequences ? 'every step' : 'the last step'}`,
    make: ({ layers }) => ({
      layers: [
        layers.masking({ maskValue: -0.5, inputShape: [null, 3] }),
        layers.bidirectional({
          layer: layers.lstm({ units: 17, returnSequences, stateful: true, dropout: 0.2, recurrentDropout: 0.1 }),
          mergeMode,
        }),
        layers.dropout({ rate: 0.2 }),
        layers.dense({ units: 1 }),
      ],
      compile: { ...regression, optimizer: 'adamw' },
    }),
    x: tensor(series.data.map((value, n) => (Math.trunc(n / 3) % T < lengthOf(Math.trunc(n / 3 / T)) ? value : -0.5)), N, T, 3),
    y: returnSequences ? tensor(numbers(N * T, 24), N, T, 1) : tensor(numbers(N, 24), N, 1),
    fit: { batchSize: 16, shuffle: false },
  })),
);

/** Optimizers and schedules, by what is not in everything.mjs. */
const rules = {
  'sgd with momentum, clipNorm': ({ sgd }) => sgd({ momentum: 0.8, clipNorm: 0.3 }),
  'rmsprop of another rho': ({ rmsprop }) => rmsprop({ rho: 0.8, epsilon: 1e-5, momentum: 0.3 }),
  'adam, clipValue, on an exponential decay with warm-up': ({ adam }, { exponentialDecay }) =>
    adam({
      clipValue: 0.01,
      learningRate: exponentialDecay({ initialLearningRate: 0.02, decaySteps: 30, decayRate: 0.5, warmupSteps: 7, warmupTarget: 0.03 }),
    }),
  'adamw on a cosine': ({ adamw }, { cosineDecay }) =>
    adamw({ weightDecay: 0.05, beta1: 0.7, learningRate: cosineDecay({ initialLearningRate: 0.01, decaySteps: 40 }) }),
};
const optimized = Object.entries(rules).map(([name, rule]) => ({
  name,
  make: ({ layers, optimizers, schedules }) => ({
    layers: [layers.lstm({ units: 21, inputShape: [null, 3] }), layers.layerNormalization(), layers.dense({ units: 2 })],
    compile: { ...regression, optimizer: rule(optimizers, schedules) },
  }),
  ...toNumbers,
}));

const sentences = Array.from({ length: N }, (_, n) => tokens(lengthOf(n), 8, n + 1));
const frozen = { trainable: false };
const others = [
  {
    name: 'sequences of unequal lengths, weighed by step',
    make: ({ layers }) => ({
      layers: [
        layers.embedding({ inputDim: 8, outputDim: 6 }),
        layers.lstm({ units: 19, goBackwards: true, returnSequences: true }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
      compile: { loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] },
    }),
    x: sentences,
    y: sentences.map((sentence) => sentence.map((token) => token % 3)),
    fit: { batchSize: 16, validationSplit: 0.25, sampleWeight: sentences.map((sentence) => Array.from(sentence, (token) => token / 4)) },
  },
  {
    name: 'frozen layers, of padded sequences, weighed by class',
    make: ({ layers }) => ({
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 6, maskZero: true, ...frozen }),
        layers.bidirectional({ layer: layers.lstm({ units: 11, returnSequences: true }), ...frozen }),
        layers.lstm({ units: 20, returnSequences: true }),
        layers.layerNormalization(frozen),
        layers.lstm({ units: 12, goBackwards: true }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
      compile: { loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] },
    }),
    x: padded(25),
    y: tensor(tokens(N, 3, 26), N),
    fit: { batchSize: 16, classWeight: { 0: 0.5, 2: 3 } },
  },
  {
    name: 'one unit, one number, one sample at a time, no bias, backwards from the state before',
    make: ({ layers }) => ({
      layers: [
        layers.lstm({ units: 1, inputShape: [null, 1], useBias: false, stateful: true, goBackwards: true }),
        layers.dense({ units: 1 }),
      ],
      compile: regression,
    }),
    x: tensor(numbers(8 * 5, 27), 8, 5, 1),
    y: tensor(numbers(8, 28), 8),
    fit: { batchSize: 1, shuffle: false },
  },
];

export const chains = [...everyOption, ...cells, ...denses, ...modes, ...optimized, ...others];

const text = 'the boats go out, the boats come in; who mends the nets will eat the fish. '.repeat(30);

/** Language models; `generate` says how they write. */
export const texts = [
  {
    name: 'characters, one layer',
    make: ({ tokenizers }) => ({ tokenizer: tokenizers.char(text), units: [48], embeddingDim: 16 }),
    fit: { sequenceLength: 20, batchSize: 8, steps: 50, learningRate: 0.01 },
    generate: { prompt: 'the b', length: 60, temperature: 0 },
  },
  {
    name: 'characters, two layers, dropout, a schedule',
    make: ({ tokenizers }) => ({ tokenizer: tokenizers.char(text, { unknown: true }), units: [20, 17], embeddingDim: 9, dropout: 0.2 }),
    fit: ({ schedules }) => ({
      sequenceLength: 13,
      batchSize: 5,
      steps: 50,
      clipNorm: 0.2,
      validationSplit: 0.1,
      learningRate: schedules.cosineDecay({ initialLearningRate: 0.01, decaySteps: 50, warmupSteps: 5, warmupTarget: 0.02 }),
    }),
    generate: { prompt: 'who ', length: 60, temperature: 0.8, topK: 5, seed: 4 },
  },
  {
    name: 'words',
    make: ({ tokenizers }) => ({ tokenizer: tokenizers.word(text, { maxTokens: 14 }), units: [24] }),
    fit: { sequenceLength: 8, batchSize: 8, epochs: 6, learningRate: 0.01, clipNorm: 0 },
    generate: { prompt: 'the boats', length: 40, topP: 0.9, seed: 5 },
  },
  {
    name: 'a large model, few steps',
    make: ({ tokenizers }) => ({ tokenizer: tokenizers.char(text), units: [128] }),
    fit: { sequenceLength: 32, steps: 5 },
    generate: { prompt: 't', length: 20 },
  },
].map((entry) => ({ text, ...entry }));

const golden = (name) => new URL(`../golden/${name}`, import.meta.url);

/** Files that version 0.1.0 wrote, and what they were trained on: small, with every layer. */
export const oldChain = {
  name: 'a file of 0.1.0',
  file: golden('chain_0.1.0.safetensors'),
  make: ({ layers, optimizers }) => ({
    layers: [
      layers.embedding({ inputDim: 9, outputDim: 1, maskZero: true }),
      layers.bidirectional({ layer: layers.lstm({ units: 2, returnSequences: true, dropout: 0.1 }) }),
      layers.layerNormalization(),
      layers.lstm({ units: 2, useBias: false, goBackwards: true, ...frozen }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
    compile: { loss: 'sparseCategoricalCrossentropy', optimizer: optimizers.rmsprop({ clipNorm: 1 }) },
  }),
  x: padded(29),
  y: tensor(tokens(N, 3, 30), N),
  fit,
};

export const oldText = {
  name: 'a file of a language model of 0.1.0',
  file: golden('text_0.1.0.safetensors'),
  text,
  make: ({ tokenizers }) => ({ tokenizer: tokenizers.char(text), units: [3, 2], embeddingDim: 2, dropout: 0.1 }),
  fit: { sequenceLength: 16, batchSize: 2, steps: 3 },
  generate: { prompt: 'the ', length: 40, seed: 7 },
};
