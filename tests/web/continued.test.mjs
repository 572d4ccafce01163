// tests/package/continued.mjs in Chromium: in the page, and in the worker with one thread and with two.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import { continued } from '../package/continued.mjs';
import { repository } from './server.mjs';
import { setUp, visit } from './visit.mjs';

const scene = setUp({ isolated: true, root: repository });

/** Runs it in a page of its own: init() counts once. */
async function run(entry, options) {
  const { page, faults, close } = await visit(scene, 'tests/web/blank.html');
  const all = await page.evaluate(
    async ([address, name, given]) => {
      const program = await import(`${address}tests/package/continued.mjs`);
      return program.continued(await import(`${address}dist/${name}.js`), given);
    },
    [scene.server.address, entry, options],
  );
  assert.deepEqual(faults, []);
  await close();
  for (const { name, whole, parts, same } of all) {
    assert.deepEqual(parts, whole, name);
    assert.ok(same, name);
  }
  return all;
}

test('a break changes no bit in a page or its worker, whose numbers are those of Node', async () => {
  const inNode = await continued(direct, { threads: 1, variant: 'simd' });
  assert.deepEqual(await run('index', { threads: 1, variant: 'simd' }), inNode);
  assert.deepEqual(await run('worker', { threads: 1, variant: 'simd' }), inNode);
});

test('a break changes no bit on two threads, and the same numbers come again', async () => {
  const shared = await run('worker', { threads: 2 });
  assert.deepEqual(await run('worker', { threads: 2 }), shared);
});
