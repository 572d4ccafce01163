// Imported first in a thread: says, when asked, how much memory the thread holds after a collection.
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { watchWasmMemory } from '../wasm-memory.mjs';

const wasm = watchWasmMemory();

/** Bytes in WebAssembly, in JavaScript, and in the buffers that belong to it. */
export async function memory() {
  for (let n = 0; n < 5; ++n) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { wasm: wasm(), js: heapUsed, buffers: arrayBuffers };
}

if (!isMainThread) {
  const channel = new BroadcastChannel('memory');
  channel.onmessage = async ({ data }) => {
    if (data === 'how much?') channel.postMessage(await memory());
  };
  channel.unref();
}
