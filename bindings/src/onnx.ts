/**
 * Models as ONNX files.
 * @module lstm-wasm/onnx
 */
export { fromOnnx } from './formats/onnx/from-onnx.js';
export { type OnnxFile, toOnnx } from './formats/onnx/to-onnx.js';
export type { Imported } from './formats/imported.js';
export type { Loadable, Makers, OpenOptions } from './formats/makers.js';
export type { Savable } from './formats/saved.js';
