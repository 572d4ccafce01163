// What differs between a browser and Node: here Node.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import type { Endpoint } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import threadedGlue from '#glue-threads';
import type { ThreadHost } from '../wire/emscripten.js';
import type { WorkerThread } from './platform.web.js';

export { threadedGlue };

export async function readWasm(url: URL): Promise<WebAssembly.Module> {
  const fail = (came: string, cause: unknown): never => {
    throw new Error(`lstm: expected the WebAssembly file at ${url.href}, got ${came}`, { cause });
  };
  const read = async () => {
    if (url.protocol === 'file:') return readFile(url);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return response.arrayBuffer();
  };
  const bytes = await read().catch((error) => fail(error.message, error));
  return WebAssembly.compile(bytes).catch((error) => fail(`one that does not compile: ${error.message}`, error));
}

/** Lets timers, I/O and messages have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function startWorker(): WorkerThread {
  // Without the process's own arguments, which are for its own script: node -e, for one.
  const worker = new Worker(new URL('./worker-host.node.js', import.meta.url), { execArgv: [] });
  worker.unref();
  return {
    endpoint: nodeEndpoint(worker),
    onError(listener) {
      worker.on('error', (cause) => listener(new Error(`lstm: the worker failed: ${cause.message}`, { cause })));
      worker.on('exit', () => listener(new Error('lstm: the worker failed: it ended')));
    },
    hold(busy) {
      if (busy) worker.ref();
      else worker.unref();
    },
  };
}

/** Here an event tells of a worker's end. */
export function holdLifeline(): void {}

export function processors(): number | string {
  return availableParallelism();
}

export function startThread(): { host: ThreadHost; hold(busy: boolean): void } {
  const worker = new Worker(new URL('./thread.node.js', import.meta.url), {
    workerData: 'em-pthread',
    execArgv: [],
  });
  worker.unref();
  const host = {
    onmessage: undefined as unknown,
    onerror: undefined as unknown,
    postMessage: (message: unknown) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
  const pass = (listener: unknown, event: unknown) => (listener as (e: unknown) => void)(event);
  worker.on('message', (data) => pass(host.onmessage, { data }));
  worker.on('error', (error) => pass(host.onerror, error));
  return { host, hold: (busy) => (busy ? worker.ref() : worker.unref()) };
}

/** Inside the worker: where its calls come from. */
export const host: Endpoint | undefined = parentPort ? nodeEndpoint(parentPort) : undefined;
