/**
 * Models as ONNX files.
 * @module lstm-wasm/onnx
 */
export { type OnnxFile, toOnnx } from './formats/onnx/to-onnx.js';
export type { Savable } from './formats/saved.js';
