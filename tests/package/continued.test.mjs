// Every layer and option: saved with its optimizer, loaded and trained on, a model is bit for bit what it
// would have been. Each case in a process of its own: init() counts once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const program = new URL('./continued.mjs', import.meta.url).href;

async function run(entry, threads) {
  const script = `
    const { continued } = await import('${program}');
    console.log(JSON.stringify(await continued(await import('${entry}'), { threads: ${threads} })))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 120_000,
  });
  return JSON.parse(stdout);
}

const seen = {};
for (const [entry, threads] of [['lstm-wasm', 1], ['lstm-wasm', 2], ['lstm-wasm/worker', 1], ['lstm-wasm/worker', 2]]) {
  test(`a break changes no bit: ${entry}, ${threads} ${threads > 1 ? 'threads' : 'thread'}`, async () => {
    const all = await run(entry, threads);
    for (const { name, whole, parts, same } of all) {
      assert.deepEqual(parts, whole, name);
      assert.ok(same, name);
    }
    seen[threads] ??= all;
    assert.deepEqual(all, seen[threads], 'the same in the calling thread and in the worker');
  });
}

test('two threads did share the batches: their sums differ in the last bits', () => {
  for (const [n, { name, whole }] of seen[1].entries()) {
    const shared = seen[2][n].whole;
    if (!name.includes('dropout')) { // whose masks are each thread's own
      for (const [epoch, loss] of whole.entries()) assert.ok(Math.abs(loss - shared[epoch]) < 1e-4, name);
    }
  }
  assert.notDeepEqual(seen[2], seen[1]);
});
