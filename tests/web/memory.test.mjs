// Creating, training and disposing of models leaves the memory of a page and its worker flat, as Chromium counts it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { record } from '../facts.mjs';
import { repository, serve } from './server.mjs';
import { beforeWorker, launch, visit } from './visit.mjs';

const warm = 40;
const rounds = 200;
const megabyte = 2 ** 20;
const scene = {};

before(async () => {
  scene.server = await serve({ isolated: true, root: repository });
  scene.browser = await launch('--enable-blink-features=ForceEagerMeasureMemory'); // at once, not within 20 s
});
after(async () => {
  await scene.browser.close();
  scene.server.close();
});

/** WebAssembly memory is counted by what runs in the worker itself: Chromium's own count leaves it out. */
const watchWorker = (page, { address }) =>
  beforeWorker(page, `import { watchWasmMemory } from '${address}tests/wasm-memory.mjs';\nglobalThis.wasmMemory = watchWasmMemory();`);

for (const entry of ['index', 'worker']) {
  test(`${rounds} rounds in Chromium leave the memory flat: ${entry}`, { timeout: 240_000 }, async () => {
    const { page, faults, close } = await visit(scene, 'tests/web/blank.html');
    await watchWorker(page, scene.server);
    await page.evaluate(
      async ([address, entry]) => {
        const { round } = await import(`${address}tests/package/rounds.mjs`);
        const { watchWasmMemory } = await import(`${address}tests/wasm-memory.mjs`);
        globalThis.wasmMemory = watchWasmMemory();
        const lib = await import(`${address}dist/${entry}.js`);
        await lib.init({ threads: 1 });
        globalThis.go = async (from, to) => {
          for (let n = from; n < to; ++n) await round(lib, n);
          return (await performance.measureUserAgentSpecificMemory()).bytes;
        };
      },
      [scene.server.address, entry],
    );
    const measure = async (from, to) => {
      const js = await page.evaluate(([from, to]) => go(from, to), [from, to]);
      const busy = entry === 'worker' ? page.workers()[0] : page;
      return { js, wasm: await busy.evaluate(() => wasmMemory()) };
    };
    const first = await measure(0, warm);
    const last = await measure(warm, warm + rounds);
    const words = JSON.stringify([first, last]);
    assert.ok(first.wasm > megabyte, words);
    assert.equal(last.wasm, first.wasm, words);
    assert.ok(last.js < first.js + megabyte, words);
    assert.deepEqual(faults, []);
    record(`memory over ${rounds} rounds in Chromium, ${entry}`, {
      cases: rounds,
      memoryBefore: first.js + first.wasm,
      memoryAfter: last.js + last.wasm,
    });
    await close();
  });
}
