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
const places = ['chromium', 'node'];

/** `name, place` in each of the JavaScript engines. */
const inEngines = (name, details) => places.map((place) => ({ name: `${name}, ${place}`, place, ...details }));

const ours = ['relaxed', 'simd'].flatMap((variant) => [
  ...inEngines(`ours ${variant}`, { peer: 'lstm-wasm', options: { variant }, runs: ofKinds(...models) }),
  ...inEngines(`ours wasm ${variant}`, { peer: 'roofline', options: { variant }, runs: ofKinds(...limits) }),
]);

/** In a worker; a model too small to split need not be measured with two threads. */
const inWorker = [
  ...inEngines('ours relaxed in a worker', {
    peer: 'lstm-wasm', options: { variant: 'relaxed', worker: true }, runs: ofKinds('generation'),
  }),
  ...inEngines('ours relaxed, two threads', {
    peer: 'lstm-wasm', options: { variant: 'relaxed', worker: true, threads: 2 }, runs: ofKinds('language-training'),
  }),
];

const others = [
  { name: 'PyTorch', place: 'torch', runs: ofKinds(...models) },
  ...inEngines('TensorFlow.js', { peer: 'tensorflow', runs: ofKinds(...models) }),
  ...inEngines('ONNX Runtime web', { peer: 'onnxruntime', runs: ofKinds('generation', 'prediction') }),
  ...inEngines('neataptic', { peer: 'neataptic', runs: ({ id }) => id === 'W4' }),
];

const natively = (arch, name) => ({ name, place: 'native', options: { arch }, runs: ofKinds(...models, ...limits) });

/** The first of ours is the one that the goals speak of. @type {Contestant[]} */
export const contestants = [
  ...ours,
  ...inWorker,
  natively('native', 'ours native'),
  natively('x86-64-v2', 'ours native, SSE'),
  ...others,
];

/** What goes up and down the scaling lines, in the first place that there is. */
export const ofScaling = (contestant) => contestant.name.startsWith('ours relaxed,') && !contestant.options.threads;
