// What is measured: the one place that says so. Every peer, in whatever language, gets one of these
// descriptions and builds the model that it describes.

/**
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {'language-training' | 'binary-training' | 'generation' | 'prediction'
 *   | 'multiply-adds' | 'product'} kind
 * @property {number} work - multiply-adds a step
 * @property {number} [vocabulary] - V
 * @property {number} [embedding] - E
 * @property {'lstm' | 'gru' | 'simpleRNN'} [cell] - of the recurrent layers
 * @property {number[]} [units] - H of each of them
 * @property {number} [outputs] - of the Dense layer after the last one
 * @property {number} [batch] - B
 * @property {number} [time] - T
 * @property {number[]} [sizes] - of a product: M, N, K
 */

/** Blocks of H rows that a cell's products have. */
const blocks = { lstm: 4, gru: 3, simpleRNN: 1 };

/** Multiply-adds a token, forward, whatever an implementation really does. */
function workAToken({ kind, cell, embedding, units, outputs }) {
  const perStep = kind !== 'binary-training'; // else the Dense layer sees the last step only
  let inputs = embedding;
  let work = 0;
  for (const width of units) {
    work += (inputs + width) * blocks[cell] * width;
    inputs = width;
  }
  return work + (perStep ? inputs * outputs : 0);
}

/** The backward pass counts as twice the forward one. */
const passes = { 'language-training': 3, 'binary-training': 3, generation: 1, prediction: 1 };

/** @returns {Workload} */
function model(id, title, sizes) {
  const description = { cell: 'lstm', ...sizes };
  const { kind, batch, time } = description;
  return { id, title, ...description, work: passes[kind] * batch * time * workAToken(description) };
}

const charModel = { vocabulary: 64, embedding: 64, units: [128], outputs: 64 };
const charTraining = { ...charModel, kind: 'language-training', batch: 32, time: 64 };
const largeModel = { vocabulary: 96, embedding: 128, units: [256, 256], outputs: 96 };

export const workloads = [
  model('W1', 'char-LM, LSTM 128: a training step', charTraining),
  model('W2', 'binary, 2 x LSTM 128: a training step', {
    kind: 'binary-training', vocabulary: 1000, embedding: 64, units: [128, 128], outputs: 1, batch: 32, time: 64,
  }),
  model('W3', 'char-LM, 2 x LSTM 256: a training step', {
    ...largeModel, kind: 'language-training', batch: 32, time: 100,
  }),
  model('W4', 'binary, LSTM 2, five sequences of 2: an epoch inside a long fit', {
    kind: 'binary-training', vocabulary: 2, embedding: 2, units: [2], outputs: 1, batch: 5, time: 2,
  }),
  model('W5', "W1's model writing: a character", { ...charModel, kind: 'generation', batch: 1, time: 1 }),
  model('W6', "W3's model, prediction: a batch", { ...largeModel, kind: 'prediction', batch: 64, time: 100 }),
];

/** W1 with another cell. */
export const cells = [
  model('W1-GRU', 'char-LM, GRU 128: a training step', { ...charTraining, cell: 'gru' }),
  model('W1-RNN', 'char-LM, simple RNN 128: a training step', { ...charTraining, cell: 'simpleRNN' }),
];

/** @returns {Workload} */
function product(M, N, K) {
  const title = `product [${M}, ${K}] [${K}, ${N}]`;
  return { id: `${M}x${N}x${K}`, title, kind: 'product', sizes: [M, N, K], work: M * N * K };
}

/** The bare loop comes first: the others are shown as shares of it. */
export const rooflines = [
  { id: 'peak', title: 'multiply-adds in registers', kind: 'multiply-adds', work: 1_200_000 },
  product(32, 512, 128),
  product(256, 256, 256),
];

const powers = (from, to, factor) => (from > to ? [] : [from, ...powers(from * factor, to, factor)]);

/** W1 with one size changed at a time. */
function scaled(name, value) {
  const sizes = { T: { time: value }, B: { batch: value }, H: { units: [value] } }[name];
  return model(`${name}=${value}`, `W1 with ${name} = ${value}`, { ...charTraining, ...sizes });
}

export const scaling = [
  ...powers(16, 1024, 4).map((T) => scaled('T', T)),
  ...powers(1, 256, 4).map((B) => scaled('B', B)),
  ...powers(16, 1024, 2).map((H) => scaled('H', H)),
];
