/// <reference lib="esnext.disposable" preserve="true" />
// What both entries export: descriptions, tensors, tokenizers and types, which need no WebAssembly.
export type { InitOptions, InitResult } from './init.js';
export type {
  GenerateOptions,
  LanguageFitOptions,
  LanguageHistory,
  LanguageModelOptions,
  LanguageScore,
  StepLogs,
} from './language-model.js';
export * from './layers.js';
export * from './optimizers.js';
export type { Logs } from './raw.js';
export type {
  CompileOptions,
  FitCallbacks,
  FitOptions,
  History,
  SequentialOptions,
} from './sequential.js';
export { type Input, type NestedArray, Tensor, type TensorLike } from './tensor.js';
export { type Tokenizer, tokenizers, type TokenizerSpec } from './tokenizers.js';
