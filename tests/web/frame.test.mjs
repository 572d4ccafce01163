// What all views share: addresses, offline use, accessibility.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { h5Of } from '../formats/keras-files.mjs';
import { artifactsOf, modelOf, tf } from '../formats/tensorflow.mjs';
import { drop } from './drop.mjs';
import { says, setUp, step, visit } from './visit.mjs';

const scene = setUp();
const away = setUp(); // its server ends on the way
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = ['text', 'write', 'inside', 'sequences', 'uses', 'model'];
const uses = ['gestures', 'gates'];

/** Shows a view by its link, or a use by its card, with its code. */
async function open(page, name) {
  const isUse = uses.includes(name);
  if (isUse) await page.click('nav a[data-view=uses]');
  await page.click(`${isUse ? '.uses' : 'nav'} a[data-view=${name}]`);
  await page.locator(`#view-${name} h1`).waitFor();
}

test('offline after the first visit, every view of it; the page is loaded once more at most', { timeout: 240_000 }, async () => {
  const { server } = away;
  const { page, faults, close } = await visit(away, '#text?units=32');
  await step(page, 1);
  await page.waitForFunction(async () => {
    const [, list] = /^const files = (.*);$/m.exec(await (await fetch('service-worker.js')).text());
    const wanted = JSON.parse(list).filter((file) => !file.endsWith('.wasm'));
    const cache = await caches.open((await caches.keys())[0]);
    const kept = (await cache.keys()).map(({ url }) => url);
    return kept.filter((url) => url.endsWith('.wasm')).length === 2 && wanted.every((file) => kept.includes(new URL(file, document.baseURI).href));
  }, null, { polling: 200, timeout: 90_000 });
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.waitForTimeout(500);
  assert.equal(loads, 0, 'no further load');
  server.close();
  await page.context().setOffline(true);
  await page.goto(`${server.address}#write`);
  await page.reload();
  await says(page, '#status', /SIMD build, \d+ threads?, isolated; nothing leaves this page/);
  for (const view of [...views, ...uses]) await open(page, view);
  await page.click('a[data-view=model]');
  await page.waitForFunction(() => document.getElementById('link').value !== '');
  await drop(page, { 'net.h5': h5Of(await artifactsOf(modelOf([tf.layers.lstm({ units: 4, inputShape: [null, 3] })]))) });
  await says(page, '#trial-time', /ms a prediction/);
  await page.click('a[data-view=text]');
  await step(page, 2);
  await page.check('input[name=source][value=first-names]');
  await page.getByRole('button', { name: 'Start anew with these' }).click();
  await says(page, '#text-error', /“first names” could not be loaded.*Try again, or choose/);
  assert.equal(loads, 1, 'the one asked for');
  assert.deepEqual(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault)), []);
  await close();
});

test('no view has a fault that axe finds, light or dark, wide or narrow', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?units=32');
  await step(page, 5);
  for (const view of [...views, ...uses]) {
    await open(page, view);
    await page.waitForTimeout(300);
    for (const [colorScheme, width] of [['light', 1440], ['dark', 390]]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(300); // transitions of colours
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`);
      assert.deepEqual(found, [], `${view}, ${colorScheme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${view} is as wide as the screen`);
    }
  }
  assert.deepEqual(faults, []);
  await close();
});

test('by keyboard: past the header, and from view to view', async () => {
  const { page, faults, close } = await visit(scene, '', { reducedMotion: 'reduce' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  for (const view of views.slice(1)) {
    await page.locator(`a[data-view=${view}]`).focus();
    await page.keyboard.press('Enter');
    await page.locator(`#view-${view}`).waitFor();
    assert.equal(await page.locator('nav a[aria-current=page]').getAttribute('data-view'), view);
    assert.match(await page.title(), /lstm-wasm/);
  }
  await page.goBack();
  await page.locator('#view-uses').waitFor();
  for (const use of uses) {
    await page.locator(`.uses a[data-view=${use}]`).focus();
    await page.keyboard.press('Enter');
    await page.locator(`#view-${use} h1`).waitFor();
    assert.equal(await page.locator('nav a[aria-current]').getAttribute('data-view'), 'uses');
    assert.ok(!/^lstm-wasm/.test(await page.title()), 'the use is named');
    await page.locator('nav a[data-view=uses]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#view-uses').waitFor();
  }
  assert.deepEqual(faults, []);
  await close();
});
