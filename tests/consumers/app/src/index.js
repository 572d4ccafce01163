import * as direct from 'lstm-wasm';
import * as twin from 'lstm-wasm/worker';
import { program } from './program.js';

/** In a worker of the page's own, with the .wasm file that the package finds or one that is given. */
function inOwnWorker(file = 'found') {
  const worker = new Worker(new URL('./own-worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    const fail = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => (data.result ? resolve(data.result) : fail(data));
    worker.onerror = fail;
    worker.postMessage(file);
  });
}

globalThis.ways = {
  direct: (options) => program(direct, options),
  worker: (options) => program(twin, options),
  ownWorker: inOwnWorker,
};
