// Inside a thread's worker, in Node: looks like a browser's to Emscripten's JavaScript.
import { parentPort, workerData } from 'node:worker_threads';

Object.assign(globalThis, {
  self: globalThis,
  name: workerData,
  location: { href: import.meta.url },
  WorkerGlobalScope: Object,
  importScripts() {},
  postMessage: (message: unknown) => parentPort!.postMessage(message),
});
await import('#glue-threads');
const scope = globalThis as unknown as { onmessage(event: { data: unknown }): void };
parentPort!.on('message', (data) => scope.onmessage({ data }));
