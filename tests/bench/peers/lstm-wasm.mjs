// This package, used as its users do.
import { packageUrl } from '#platform';
import { startWorkload } from '../workload-runs.mjs';

/** The memory of every module that starts from here on: the package itself does not tell. */
function watchMemory() {
  const memories = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...args) => {
    const result = await instantiate.apply(WebAssembly, args);
    const { exports } = result.instance ?? result;
    memories.push(...Object.values(exports).filter((item) => item instanceof WebAssembly.Memory));
    return result;
  };
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/**
 * @param {import('../workloads.mjs').Workload} workload
 * @param {{ variant: 'simd' | 'relaxed', threads?: number, worker?: boolean }} options
 */
export async function prepare(workload, { variant, threads = 1, worker = false }) {
  const memory = watchMemory();
  const lstm = await import(packageUrl(worker ? 'worker' : 'index'));
  const got = await lstm.init({ variant, threads });
  if (got.variant !== variant || got.threads !== threads) throw new Error(`lstm-wasm runs as ${JSON.stringify(got)}`);
  const { model, run } = await startWorkload(workload, lstm);
  return { run, memory, close: () => model.dispose() };
}
