// Pictures of every page, wide and narrow, light and dark, in build/screenshots/. On the way: nothing
// is wider than the screen, and charts follow the window.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../formats/keras-files.mjs';
import { artifactsOf, modelOf, tf } from '../formats/tensorflow.mjs';
import { drop, visitModel } from './drop.mjs';
import { press, says, setUp, visit } from './visit.mjs';

const folder = fileURLToPath(new URL('../../build/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const scene = setUp();

function fits(chart) {
  const host = document.querySelector(chart);
  return host.querySelector('canvas').clientWidth === host.clientWidth;
}

async function pictures(page, name, chart) {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(600); // the chart's next drawing
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, 'no sideways scrolling');
      if (chart) assert.ok(await page.evaluate(fits, chart), 'the chart is as wide as its place');
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
}

test('pictures of the text lab, the writing and the model', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene);
  const enough = () => parseInt(document.getElementById('stat-step').textContent) >= 800;
  await page.waitForFunction(enough, null, { timeout: 45_000 }).catch(() => {}); // a slow machine shows less
  await page.screenshot({ path: `${folder}readme.png` });
  await pictures(page, 'text', '#text-chart');
  await page.click('a[data-view=write]');
  await page.click('#write-go');
  await page.locator('#write-stop:disabled').waitFor();
  await page.locator('#written > span').nth(100).hover();
  await page.locator('#next-bars .taken').waitFor();
  await page.click('#surprise-go');
  await says(page, '#surprise-words', /bits a character/);
  await pictures(page, 'write');
  await page.click('a[data-view=model]');
  await pictures(page, 'model');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of a model of others', { timeout: 60_000 }, async () => {
  const { page, faults, close } = await visitModel(scene);
  const { layers } = tf;
  const lstm = (options) => layers.lstm({ units: 32, recurrentActivation: 'sigmoid', ...options });
  const model = modelOf([lstm({ name: 'landmarks', returnSequences: true, inputShape: [30, 63] }), lstm({ name: 'signs' }), layers.dense({ name: 'words', units: 8, activation: 'softmax' })]);
  await drop(page, filesOf(await artifactsOf(model)));
  await says(page, '#trial-time', /prediction/);
  await pictures(page, 'foreign');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of the sequence lab', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#sequences');
  await press(page, '#five-run', 'Train 2,000 epochs');
  await says(page, '#five-phase', /^Done/, 60_000);
  await press(page, '#task-run', 'Train');
  await says(page, '#task-phase', /^Done/, 60_000);
  await pictures(page, 'sequences', '#task-chart');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of the look inside', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#inside');
  await says(page, '#unit-words', /It follows/, 60_000);
  await page.waitForTimeout(8000); // its units have something to show by then
  await press(page, '#view-inside .bench', 'Pause');
  await pictures(page, 'inside');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of the uses, and of the lab of gestures', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#uses', { reducedMotion: 'reduce' });
  await pictures(page, 'uses');
  await page.click('.uses a[data-view=gestures]');
  await says(page, '#signs-rows', /A riddle/);
  await press(page, '#view-gestures', 'Let the hand draw five of each');
  await press(page, '#gestures-run', 'Learn');
  await says(page, '#gestures-phase', /^Learned in /, 60_000);
  await page.getByRole('button', { name: 'Draw for me: a riddle' }).click();
  await says(page, '#gestures-said', /^It says/);
  await pictures(page, 'gestures', '#gestures-chart');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of the race of three cells', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#gates');
  await says(page, '#gates-code', /ask/);
  await press(page, '#gates-run', 'Start');
  await says(page, '#gates-phase', /^Done/, 150_000);
  await pictures(page, 'gates', '#lstm-right');
  assert.deepEqual(faults, []);
  await close();
});

test('pictures of the page that measures', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, 'bench/?rounds=3&only=W1,W4,W5');
  await says(page, '#phase', /^Ready/);
  await press(page, 'main', 'Start');
  await says(page, '#phase', /^Done/, 90_000);
  await pictures(page, 'bench');
  assert.deepEqual(faults, []);
  await close();
});
