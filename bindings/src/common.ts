/// <reference lib="esnext.disposable" preserve="true" />
// What both entries export: descriptions, tensors, tokenizers and types, which need no WebAssembly.
export type { Inspected, InspectedLayers, LayerStates } from './api/inspected.js';
export type {
  GenerateOptions,
  LanguageFitOptions,
  LanguageHistory,
  LanguageModelOptions,
  LanguageScore,
} from './api/language-options.js';
export type { AttributeOptions, LanguageAttributeOptions, MethodOptions, OutputPlace } from './api/attribution.js';
export type { Data } from './api/data.js';
export { type Applicable, type Apply, type ApplyOptions, type InputOptions, input, type ModelOptions, SymbolicTensor } from './api/graph.js';
export type { AdditiveAttentionOptions, AttentionOptions } from './api/attention-options.js';
export * from './api/layer-options.js';
export * from './api/layers.js';
export type { LoadedStateDict, StateDict } from './api/any-model.js';
export type { LoadStateDictOptions, SaveOptions } from './api/model-options.js';
export * from './api/optimizers.js';
export type {
  CompileOptions,
  EvaluateOptions,
  FitOptions,
  History,
  Loss,
  PredictOptions,
  SequentialOptions,
  TrainOnBatchOptions,
} from './api/sequential-options.js';
export type { Step, StepOf, StreamOptions } from './api/stream.js';
export * from './api/window-options.js';
export { type DecodeCtcOptions, type DecodedCtc, decodeCtc } from './ctc/decode.js';
export {
  type Callbacks,
  callbacks,
  type EarlyStopping,
  type EarlyStoppingOptions,
  type FitCallbacks,
  type LanguageCallbacks,
  type ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from './fit/callbacks.js';
export type { InitResult } from './start/init.js';
export type { InitOptions } from './start/init-options.js';
export type { TextInput } from './text/text-input.js';
export type { Tokenizer, TokenizerSpec, Tokens } from './text/tokenizer.js';
export { type CharOptions, tokenizers, type WordOptions } from './text/tokenizers.js';
export type { Input, NumericArray, TensorLike } from './values/input.js';
export type { Logs, StepLogs } from './values/logs.js';
export { type NestedArray, Tensor } from './values/tensor.js';
export type { State, States, StatesInput } from './wire/states.js';
