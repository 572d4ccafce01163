/**
 * Models of Keras and TensorFlow.js.
 * @module lstm-wasm/keras
 */
export { fromKeras } from './formats/keras/from-keras.js';
export { fromTfjs } from './formats/keras/from-tfjs.js';
export { type ForTfjs, toTfjs } from './formats/keras/to-tfjs.js';
export type { TfjsArtifacts, TfjsLoader, TfjsSource } from './formats/keras/tfjs-source.js';
export type { Imported } from './formats/imported.js';
export type { Savable } from './formats/saved.js';
export type { GraphMakers, Loadable, Makers, OpenGraphOptions } from './formats/makers.js';
