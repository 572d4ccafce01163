// Who takes part in what.

const models = ['language-training', 'binary-training', 'generation', 'prediction'];
const limits = ['multiply-adds', 'product'];

/**
 * @typedef {object} Contestant
 * @property {string} name - unique
 * @property {'node' | 'chromium' | 'native' | 'torch'} place - where it runs: a folder of sides/
 * @property {string} [peer] - in node and chromium: a module of peers/
 * @property {object} [options] - for that module, or for the place
 * @property {(workload: import('./workloads.mjs').Workload) => boolean} runs
 */

const ofKinds = (...kinds) => ({ kind }) => kinds.includes(kind);
const ofLstms = (workload) => ofKinds(...models)(workload) && workload.cell === 'lstm';
const places = ['chromium', 'node'];

/** `name, place` in each of the JavaScript engines. */
const inEngines = (name, details) => places.map((place) => ({ name: `${name}, ${place}`, place, ...details }));

const ours = (variant) => [
  ...inEngines(`ours ${variant}`, { peer: 'lstm-wasm', options: { variant }, runs: ofKinds(...models) }),
  ...inEngines(`ours wasm ${variant}`, { peer: 'roofline', options: { variant }, runs: ofKinds(...limits) }),
];

/** In a worker, and with threads, which there are only there. */
const inWorker = [
  ...inEngines('ours relaxed in a worker', {
    peer: 'lstm-wasm',
    options: { variant: 'relaxed', worker: true },
    runs: ofKinds('generation'),
  }),
  ...inEngines('ours relaxed, two threads', {
    peer: 'lstm-wasm',
    options: { variant: 'relaxed', worker: true, threads: 2 },
    runs: ofKinds('language-training'),
  }),
];

const natively = (arch, name) => ({
  name,
  place: 'native',
  options: { arch },
  runs: ofKinds(...models, ...limits),
});

/**
 * In the order of a round: the closest rivals next to each other, the slowest last.
 * @type {Contestant[]}
 */
export const contestants = [
  ...ours('relaxed'),
  { name: 'PyTorch', place: 'torch', runs: ofKinds(...models) },
  ...inEngines('ONNX Runtime web', { peer: 'onnxruntime', runs: ofKinds('generation', 'prediction') }),
  ...inEngines('neataptic', { peer: 'neataptic', runs: ({ id }) => id === 'W4' }),
  natively('x86-64-v2', 'ours native, SSE'),
  ...ours('simd'),
  ...inWorker,
  natively('native', 'ours native'),
  ...inEngines('TensorFlow.js', { peer: 'tensorflow', runs: ofLstms }),
];

/** Whose scaling is of interest: the first one there is. */
export const ofScaling = ({ name, options }) => name.startsWith('ours relaxed,') && !options.threads;
