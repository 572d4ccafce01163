// This package, used as its users do.
import { packageUrl } from '#platform';
import { watchWasmMemory } from '../../wasm-memory.mjs';
import { startWorkload } from '../workload-runs.mjs';

/**
 * @param {import('../workloads.mjs').Workload} workload
 * @param {{ variant: 'simd' | 'relaxed', threads?: number, worker?: boolean }} options
 */
export async function prepare(workload, { variant, threads = 1, worker = false }) {
  const memory = watchWasmMemory();
  const lstm = await import(packageUrl(worker ? 'worker' : 'index'));
  const got = await lstm.init({ variant, threads });
  if (got.variant !== variant || got.threads !== threads) throw new Error(`lstm-wasm runs as ${JSON.stringify(got)}`);
  const { model, run } = await startWorkload(workload, lstm);
  return { run, memory, close: () => model.dispose() };
}
