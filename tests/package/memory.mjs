// Many rounds of models in a process of its own, and the memory before and after them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** In the process: what the calling thread holds, or with `lstm-wasm/worker` what its worker does. */
const script = (entry, threads, rounds) => `
  import module, { createRequire } from 'node:module';
  import { round } from '${new URL('./rounds.mjs', import.meta.url)}';
  import { memory } from '${new URL('./watched.mjs', import.meta.url)}';
  const threads = createRequire(process.cwd() + '/')('node:worker_threads');
  const { Worker } = threads;
  threads.Worker = function (url, options) {
    const first = url.pathname.includes('worker-host') ? ['--import', '${new URL('./watched.mjs', import.meta.url)}'] : [];
    return new Worker(url, { ...options, execArgv: first });
  };
  module.syncBuiltinESMExports();
  const channel = new threads.BroadcastChannel('memory');
  const inWorker = () => new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data);
    channel.postMessage('how much?');
  });
  const measure = async () => ({ here: await memory(), ...('${entry}'.endsWith('worker') ? { worker: await inWorker() } : {}) });
  const entry = await import('${entry}');
  await entry.init({ threads: ${threads} });
  for (let n = 0; n < 40; ++n) await round(entry, n);
  const before = await measure();
  for (let n = 0; n < ${rounds}; ++n) await round(entry, n);
  console.log(JSON.stringify({ before, after: await measure() }));
  channel.close();`;

/** Bytes `{ wasm, js, buffers }`, `before` the rounds, once all is warm, and `after`: `here`, and in the `worker`. */
export async function memoryOfRounds(entry, threads, rounds) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', script(entry, threads, rounds)],
    { timeout: 600_000 },
  );
  return JSON.parse(stdout);
}
