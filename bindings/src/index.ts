// lstm-wasm: the work is done in the calling thread.
export { init, type InitOptions, type InitResult } from './init';
export {
  type LanguageFitOptions,
  type LanguageHistory,
  LanguageModel,
  type LanguageModelOptions,
  type LanguageScore,
  type GenerateOptions,
  languageModel,
  type StepLogs,
} from './language-model';
export {
  type AdamOptions,
  type DenseOptions,
  type EmbeddingOptions,
  type Layer,
  layers,
  type LstmOptions,
  type Optimizer,
  optimizers,
} from './layers';
export type { Logs } from './raw';
export {
  type CompileOptions,
  type FitCallbacks,
  type FitOptions,
  type History,
  Sequential,
  sequential,
  type SequentialOptions,
} from './sequential';
export { type Input, type NestedArray, Tensor, type TensorLike } from './tensor';
export { type Tokenizer, tokenizers, type TokenizerSpec } from './tokenizers';
