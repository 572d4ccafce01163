// The page's end of the worker that opens models: it starts with the first call.
import { wrap, type Remote } from 'comlink';
import type { Importer } from './importer';

interface Line {
  importer: Remote<Importer>;
  /** Rejects when the worker can't start, or ends. */
  broken: Promise<never>;
}

let line: Line | undefined;

function connect(): Line {
  const worker = new Worker(new URL('./importer.ts', import.meta.url), { type: 'module' });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => {
      line = undefined;
      worker.terminate();
      reject(new Error('the worker that opens models did not start, or has ended; try again'));
    });
  });
  broken.catch(() => {}); // whoever waits hears of it
  return { importer: wrap<Importer>(worker), broken };
}

export function call<Result>(send: (importer: Remote<Importer>) => Promise<Result>): Promise<Result> {
  line ??= connect();
  return Promise.race([send(line.importer), line.broken]);
}
