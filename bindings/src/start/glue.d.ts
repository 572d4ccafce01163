// The JavaScript that Emscripten writes: lstm.js of the builds without threads, or of those with them.
import type { Glue } from './instance.js';

declare const createLstm: Glue;
export default createLstm;
