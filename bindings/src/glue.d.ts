// The JavaScript that Emscripten writes: lstm.js of the builds without threads, or of those with them.
import type { Emscripten, Raw } from './raw.js';

export default function createLstm(options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  /** Builds with threads call it when a pool has ended. */
  poolEnded?(): void;
}): Promise<Raw & Emscripten>;
