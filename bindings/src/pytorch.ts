/**
 * Weights from PyTorch, and models for it.
 * @module lstm-wasm/pytorch
 */
export {
  type FromPyTorchOptions,
  fromPyTorch,
  type GuessedLayers,
  guessLayers,
  readStateDict,
} from './formats/pytorch/from-pytorch.js';
export type { Imported } from './formats/imported.js';
