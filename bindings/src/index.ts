// lstm-wasm: the work is done in the calling thread.
export * from './common.js';
export { init } from './init.js';
export { LanguageModel, languageModel } from './language-model.js';
export { Sequential, sequential } from './sequential.js';
