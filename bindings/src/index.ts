// lstm-wasm: the work is done in the calling thread.
export * from './common.js';
export { init } from './init.js';
export { LanguageModel, languageModel, loadLanguageModel } from './language-model.js';
export { loadModel, Sequential, sequential } from './sequential.js';
