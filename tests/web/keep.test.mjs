// A training that the tab's end does not end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '../facts.mjs';
import { number, press, says, setUp, step, visit } from './visit.mjs';

const scene = setUp();

const training = '#text?source=first-names&units=32&window=32&batch=16&steps=1000';
const curve = (page) => page.evaluate(() => document.querySelector('#text-chart canvas').toDataURL());
const results = (page) => page.evaluate(() => [...document.querySelectorAll('#samples li')].map((entry) => entry.textContent));
const settled = (page) => page.waitForTimeout(700); // drawings are some of a second late

/** From inside the page: a visitor's mouse takes long on a busy machine. */
const pauseAt = (page, least) =>
  page.waitForFunction((least) => {
    if (!(parseInt(document.getElementById('stat-step').textContent) >= least)) return false;
    document.querySelector('#text-run [data-run=main]').click();
    return true;
  }, least);

async function ended(page) {
  await says(page, '#text-phase', /^Done after 1,000 steps/, 60_000);
  await settled(page);
  return { loss: await page.textContent('#stat-loss'), last: (await results(page))[0] };
}

test('paused, reloaded, resumed: the same step, the same curve, and the same end as without', { timeout: 300_000 }, async () => {
  const whole = await visit(scene, training);
  const expected = await ended(whole.page);
  await whole.close();

  const { page, faults, close } = await visit(scene, training);
  await pauseAt(page, 20);
  await settled(page);
  await page.waitForTimeout(500); // it is kept
  const at = await page.textContent('#stat-step');
  const before = { curve: await curve(page), samples: await results(page) };
  assert.notEqual(at, '1,000 / 1,000', 'it was paused on the way');

  await page.reload();
  await says(page, '#text-phase', /^Paused after \d+ steps/);
  await settled(page);
  assert.equal(await page.textContent('#stat-step'), at);
  assert.deepEqual(await results(page), before.samples);
  assert.equal(await curve(page), before.curve, 'the same curve, to the pixel');

  await page.goto(`${scene.server.address}#text?source=moby-dick&units=256`); // another's link
  await page.reload();
  await says(page, '#kept-what', /A network of your last visit is kept: first names, step [\d,]+ of 1,000/);
  await page.click('#kept-go-on');
  await says(page, '#text-phase', /^Paused after \d+ steps/);
  assert.equal(await page.inputValue('#units'), '32');
  await press(page, '#text-run', 'Resume');
  assert.deepEqual(await ended(page), expected);
  assert.deepEqual(faults, []);
  await close();
});

test('a training that was under way goes on by itself in the next tab', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?source=first-names&units=64&steps=5000');
  await step(page, 10);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange')); // as when a tab is closed
  });
  await page.waitForTimeout(1500);
  await page.reload();
  await step(page, 1);
  assert.ok((await number(page, '#stat-step')) >= 10, 'not from the beginning');
  await says(page, '#text-phase', /^Learning/);
  assert.deepEqual(faults, []);
  await close();
});

/** Waits for what it says in place of keeping, and for steps after that. */
async function learnsOn({ page, faults, close }, pattern, why) {
  await says(page, '#text-kept', pattern, 60_000);
  await step(page, (await number(page, '#stat-step')) + 10);
  await says(page, '#text-phase', /^Learning/);
  assert.deepEqual(faults, []);
  record(`storage ${why} in the page`, { faults: 1, lostWeights: 0 });
  await close();
}

const long = '#text?source=first-names&units=128&steps=5000'; // it is first kept after seconds, and not done by then

test('where nothing can be stored, it says so and learns on', { timeout: 240_000 }, async () => {
  const visitor = await visit(scene, long, {}, () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
  });
  await learnsOn(visitor, /does not let this page store anything.*It learns on/, 'denied');
});

test('where the storage is full, it says so and learns on', { timeout: 240_000 }, async () => {
  const visitor = await visit(scene, long);
  const developer = await visitor.page.context().newCDPSession(visitor.page);
  await developer.send('Storage.overrideQuotaForOrigin', { origin: new URL(visitor.page.url()).origin, quotaSize: 1 });
  await learnsOn(visitor, /storage is full.*It learns on/, 'full');
});
