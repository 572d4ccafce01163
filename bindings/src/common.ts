/// <reference lib="esnext.disposable" preserve="true" />
// What both entries export: descriptions, tensors, tokenizers and types, which need no WebAssembly.
export {
  type Callbacks,
  callbacks,
  type EarlyStopping,
  type EarlyStoppingOptions,
  type FitCallbacks,
  type LanguageCallbacks,
  type ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from './callbacks.js';
export type { InitResult } from './init.js';
export type { InitOptions } from './init-options.js';
export type { InspectedLayers, LayerStates } from './inspect.js';
export type {
  GenerateOptions,
  Inspected,
  LanguageFitOptions,
  LanguageHistory,
  LanguageModelOptions,
  LanguageScore,
  StepLogs,
} from './language-options.js';
export * from './layers.js';
export type { LoadedStateDict, StateDict } from './model.js';
export type { LoadStateDictOptions, SaveOptions } from './model-options.js';
export * from './optimizers.js';
export type { Logs } from './raw.js';
export type {
  CompileOptions,
  EvaluateOptions,
  FitOptions,
  History,
  PredictOptions,
  SequentialOptions,
  TrainOnBatchOptions,
} from './sequential-options.js';
export type { State, States, StatesInput } from './states.js';
export { type Input, type NestedArray, type NumericArray, Tensor, type TensorLike } from './tensor.js';
export type { TextInput } from './text-input.js';
export type { Tokenizer, TokenizerSpec, Tokens } from './tokenizer.js';
export { type CharOptions, tokenizers, type WordOptions } from './tokenizers.js';
