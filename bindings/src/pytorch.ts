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
export { type ForPyTorch, toPyTorch } from './formats/pytorch/to-pytorch.js';
export type { Savable } from './formats/saved.js';
export type { Imported } from './formats/imported.js';
export type { GraphMakers, Loadable, Makers, OpenGraphOptions } from './formats/makers.js';
