// Inside a thread's worker, in a browser: Emscripten's JavaScript, which sees by the worker's name what
// it is here for and starts by itself.
import createLstm from '#glue-threads';

Object.assign(globalThis, { createLstm }); // a use, or bundlers would leave it out
