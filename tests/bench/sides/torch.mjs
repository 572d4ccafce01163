// A process of Python.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { calls, sideOf } from './calls.mjs';

/** torch.set_num_threads says nothing to OpenBLAS. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const script = fileURLToPath(new URL('../agents/torch_agent.py', import.meta.url));

/** @param {{ python: string }} setting */
export function startTorch(_, workload, { python }) {
  const env = { ...process.env, ...oneThread };
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const { call, answer, fail } = calls((message) => child.stdin.write(`${JSON.stringify(message)}\n`));
  createInterface({ input: child.stdout }).on('line', (line) => answer(JSON.parse(line)));
  child.on('error', fail);
  child.on('exit', (code, signal) => fail(new Error(`the process ended: ${signal ?? code}`)));
  child.stdin.on('error', fail);
  return { ...sideOf(call, { workload }, () => child.kill()), memory: () => undefined };
}
