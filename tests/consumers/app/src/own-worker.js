import * as lstm from 'lstm-wasm';
import { program } from './program.js';

const wasmUrl = new URL('lstm-wasm/lstm-simd.wasm', import.meta.url);
const files = {
  found: () => ({}),
  wasmUrl: () => ({ wasmUrl }),
  wasmModule: async () => ({ wasmModule: await WebAssembly.compileStreaming(fetch(wasmUrl)) }),
};

onmessage = async ({ data: file }) => {
  try {
    postMessage({ result: await program(lstm, await files[file]()) });
  } catch ({ message }) {
    postMessage({ message });
  }
};
