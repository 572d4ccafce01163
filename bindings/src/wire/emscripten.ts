// What Emscripten's JavaScript gives and takes.

/** The worker that a thread lives in, as it is used there: a browser's Worker, or alike. */
export interface ThreadHost {
  onmessage: unknown;
  onerror: unknown;
  postMessage(message: unknown): void;
  terminate(): unknown;
}

/** Where they are kept (its library_pthread.js). */
export interface PThread {
  /** Those that no thread runs in. A thread that starts takes one; it is back when the thread ends. */
  unusedWorkers: ThreadHost[];
  loadWasmModuleToWorker(worker: ThreadHost): Promise<unknown>;
}

/** The module, what is registered among all else. */
export interface Emscripten {
  stackSave(): number;
  stackRestore(top: number): void;
  wasmMemory: { buffer: ArrayBuffer };
  PThread?: PThread;
}

/** What starts a module: the JavaScript that Emscripten writes. */
export type Glue = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  /** Lays what is JSON on a tape. */
  lay(json: Uint8Array): Uint8Array | undefined;
  /** Builds with threads call it when a pool has ended. */
  poolEnded?(): void;
}) => Promise<Emscripten>;
