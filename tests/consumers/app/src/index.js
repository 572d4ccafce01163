import * as direct from 'lstm-wasm';
import * as twin from 'lstm-wasm/worker';
import { program } from './program.js';

function inOwnWorker() {
  const worker = new Worker(new URL('./own-worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    const fail = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => (data.result ? resolve(data.result) : fail(data));
    worker.onerror = fail;
  });
}

globalThis.ways = {
  direct: () => program(direct),
  worker: (threads) => program(twin, threads),
  ownWorker: inOwnWorker,
};
