// What differs between a browser and Node: here the browser, also Deno's and Bun's web workers.
import type { Endpoint } from 'comlink';
import type { ThreadHost } from '../wire/emscripten.js';
import { scriptWorker } from './script-worker.js';

export async function readWasm(url: URL): Promise<WebAssembly.Module> {
  const fail = (came: unknown, cause?: unknown): never => {
    throw new Error(`lstm: expected the WebAssembly file at ${url.href}, got ${came}`, { cause });
  };
  const response = await fetch(url, { credentials: 'same-origin' }).catch((error) =>
    fail(error.message, error),
  );
  if (!response.ok) fail(`HTTP status ${response.status}`);
  // Not compileStreaming, which refuses a server that does not know the type application/wasm.
  const bytes = await response.arrayBuffer();
  return WebAssembly.compile(bytes).catch((error) => fail(`one that does not compile: ${error.message}`, error));
}

/** Lets the page, or the other messages of a worker, have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

export interface WorkerThread {
  endpoint: Endpoint;
  onError(listener: (error: Error) => void): void;
  /** Whether a call is under way: Node keeps running for it. */
  hold(busy: boolean): void;
}

/** No event tells of a worker's end: a lock does, which it holds for as long as it lives. */
const lifeline = 'lstm-wasm worker ';

/** Inside the worker: takes the lock, and tells the page its name. */
export function holdLifeline(): void {
  if (!navigator.locks) return; // no secure context
  const name = lifeline + crypto.randomUUID();
  const held = navigator.locks.request(name, () => {
    postMessage(name);
    return new Promise(() => {});
  });
  held.catch(() => {}); // where a visitor allows no storage, there are no locks either
}

export function startWorker(): WorkerThread {
  const own = () => new Worker(new URL('./worker-host.js', import.meta.url), { type: 'module' });
  const { worker, whyNot } = scriptWorker('worker-host.js', { type: 'module' }, own);
  return {
    endpoint: worker,
    onError(listener) {
      const fail = (why: string) => listener(new Error(`lstm: the worker failed: ${why}`));
      worker.onerror = async (event) => fail(event.message || (await whyNot()));
      worker.addEventListener('message', ({ data }) => {
        if (String(data).startsWith(lifeline)) navigator.locks.request(data, () => fail('it ended'));
      });
    },
    hold() {},
  };
}

/** Threads that there is a processor for, or in words why this is no place for more than one. */
export function processors(): number | string {
  if (globalThis.document) return "a page's main thread must not wait for others: use lstm-wasm/worker";
  if (!globalThis.crossOriginIsolated) return 'the page is not cross-origin isolated';
  return navigator.hardwareConcurrency;
}

/** Emscripten's JavaScript for builds with threads. In a browser the worker brings it along. */
export const threadedGlue = undefined;

/** Starts a worker for a thread. */
export function startThread(): { host: ThreadHost; hold(busy: boolean): void } {
  const own = () => new Worker(new URL('./thread.js', import.meta.url), { type: 'module', name: 'em-pthread' });
  const { worker } = scriptWorker('thread.js', { type: 'module', name: 'em-pthread' }, own);
  return { host: worker, hold() {} };
}

/** Inside the worker: where its calls come from. */
export const host = globalThis as unknown as Endpoint;
