/**
 * LSTM networks that train and run in the calling thread, which gets a turn every few milliseconds.
 * `lstm-wasm/worker` has the same names and does the work in a worker.
 * @module lstm-wasm
 */
export { LanguageModel, languageModel, loadLanguageModel } from './api/language-model.js';
export { readSafetensors } from './api/safetensors.js';
export { loadModel } from './api/load-model.js';
export { Model, model } from './api/model.js';
export { Sequential, sequential } from './api/sequential.js';
export { Stream } from './api/stream.js';
export * from './common.js';
export { init } from './start/init.js';
