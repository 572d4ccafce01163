// The page and the package in every engine: Chromium's, Firefox's, Safari's.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { h5Of } from '../formats/keras-files.mjs';
import { artifactsOf, modelOf, tf } from '../formats/tensorflow.mjs';
import { dropHere, sendable } from './drop.mjs';
import { inEveryEngine } from './engines/every.mjs';
import { work } from './engines/work.mjs';
import { repository } from './server.mjs';

const folder = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

/** As Keras would write it. */
async function kerasFile() {
  const { layers } = tf;
  return h5Of(await artifactsOf(modelOf([layers.lstm({ name: 'lstm', units: 4, inputShape: [null, 3] }), layers.dense({ name: 'dense', units: 2 })])));
}

/** What every view shows once a network has learned. */
const views = {
  async write(page) {
    await page.until(() => !document.querySelector('#write-go').disabled);
    await page.fill('#prompt', 'Ann');
    await page.press('#write-go');
    await page.says('#written', /^Ann.{60}/s);
    await page.says('#next-bars', /%/);
    await page.press('#surprise-go');
    await page.says('#surprise-words', /bits a character/);
  },
  async inside(page) {
    await page.says('#unit-words', /^Half of what it holds/);
    await page.until(() => document.querySelector('#inside-map canvas')?.width > 100);
  },
  async sequences(page) {
    await page.says('#five-rows', /1 0/); // its code has come
    await page.press('#five-run [data-run=main]');
    await page.says('#five-phase', /^Done/);
    await page.says('#five-accuracy', /0\.8/);
  },
  async uses(page) {
    await page.says('.uses', /Teach it gestures/);
  },
  async gestures(page) {
    await page.says('#signs-rows', /A riddle/);
    await page.press('#five-each');
    await page.press('#gestures-run [data-run=main]');
    await page.says('#gestures-phase', /^Learned in .*it knows (100|9\d.*)% of 50/);
  },
  async gates(page) {
    await page.says('#gates-code', /ask/);
    await page.press('input[name=gap][value="20"]');
    await page.press('#gates-run [data-run=main]');
    await page.says('#gates-phase', /^Done/);
    await page.says('#gap-20-lstm', /after/);
  },
  async model(page) {
    await page.says('#js', /languageModel\(/);
    await page.until(() => !document.querySelector('#save').disabled);
    await page.evaluate(dropHere, sendable({ 'net.h5': await kerasFile() }));
    await page.says('#opened-title', /^net.h5$/);
    await page.says('#trial-time', /^[\d.]+ ms a prediction/);
    await page.says('#opened-layers', /lstm.*\[B, 4\].*dense.*\[B, 2\]/);
  },
};

/** What the engine has of what the builds want. */
async function abilities(address) {
  const { relaxedSimd } = await import(`${address}node_modules/wasm-feature-detect/dist/esm/index.js`);
  return { relaxed: await relaxedSimd(), shared: Boolean(globalThis.SharedArrayBuffer) };
}

inEveryEngine((scene) => {
  test('the page trains, generates and shows every view', async () => {
    const { page } = scene;
    await scene.visit({}, '#text?source=first-names&units=32&window=32&batch=16&steps=200');
    await page.says('#status', /SIMD build, \d+ threads?, isolated; nothing leaves this page/);
    await page.says('#text-phase', /^Done after 200 steps/);
    await page.says('#samples li', /^Step 200.*bits/s);
    for (const [view, shows] of [['text', () => {}], ...Object.entries(views)]) {
      await page.press(`a[data-view=${view}]`);
      await page.until((id) => !document.getElementById(id).hidden, `view-${view}`);
      await shows(page);
      writeFileSync(`${folder}${scene.name}-${view}.png`, await page.picture());
    }
    assert.deepEqual(await page.faults(), []);
  });

  test('the page that measures', async () => {
    const { page } = scene;
    await scene.visit({}, 'bench/?rounds=1&only=W1');
    await page.says('#phase', /^Ready/);
    await page.press('#start');
    await page.says('#phase', /^Done/);
    assert.deepEqual(await page.faults(), []);
  });

  test('the package in every build, in the page and in its worker', async (t) => {
    const { page } = scene;
    const blank = 'tests/web/blank.html';
    const address = await scene.visit({ root: repository, isolated: true }, blank);
    const { relaxed, shared } = await page.evaluate(abilities, address);
    t.diagnostic(`${scene.name} ${page.version}: ${relaxed ? '' : 'no '}relaxed SIMD, ${shared ? '' : 'no '}threads`);
    for (const variant of relaxed ? ['simd', 'relaxed'] : ['simd']) {
      const inBuild = async (entry, threads) => {
        await page.goto(address + blank); // a build a page
        const result = await page.evaluate(work, address, entry, { variant, threads });
        assert.deepEqual([result.variant, result.threads], [variant, threads]);
        assert.deepEqual(await page.faults(), []);
        return result;
      };
      const direct = await inBuild('index', 1);
      assert.ok(direct.losses.at(-1) < direct.losses[0] - 1, `${direct.losses[0]} to ${direct.losses.at(-1)}`);
      assert.equal(direct.written.length, 40);
      assert.deepEqual(await inBuild('worker', 1), direct);
      if (!shared) continue;
      const { losses } = await inBuild('worker', 2);
      assert.ok(Math.abs(losses.at(-1) - direct.losses.at(-1)) < 1e-3, 'threads add up in another order');
    }
  });
});
