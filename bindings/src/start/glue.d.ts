// The JavaScript that Emscripten writes: lstm.js of the builds without threads, or of those with them.
import type { Glue } from '../wire/emscripten.js';

declare const createLstm: Glue;
export default createLstm;
