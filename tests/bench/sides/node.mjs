// A process of a new Node, whose code generator and WebAssembly are those of today's Chromium.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { calls, sideOf } from './calls.mjs';

const script = fileURLToPath(new URL('../agents/node.mjs', import.meta.url));

/** @param {{ files: string, node: string }} setting */
export function startNode({ peer, options }, workload, { files, node }) {
  const child = fork(script, { execPath: node, execArgv: [], env: { ...process.env, BENCH_FILES: files } });
  const { call, answer, fail } = calls((message) => child.send(message));
  child.on('message', answer);
  child.on('exit', (code, signal) => fail(new Error(`the process ended: ${signal ?? code}`)));
  return sideOf(call, { peer, options, workload }, () => child.kill());
}
