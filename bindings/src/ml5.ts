/**
 * Character networks of ml5.
 * @module lstm-wasm/ml5
 */
export { fromCharRNN } from './formats/ml5/from-char-rnn.js';
export type { Folder } from './formats/folder.js';
export type { Imported } from './formats/imported.js';
export type { Loadable, OpenTextOptions, TextMakers } from './formats/makers.js';
