// The page where it is isolated from other origins: its worker shares the work out among threads.
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { number, press, says, setUp, visit } from './visit.mjs';

const scene = setUp({ isolated: true });

test('an isolated page trains on threads, within its policy and without a fault', async () => {
  const { page, faults, close } = await visit(scene);
  const threads = Math.min(availableParallelism(), 8);
  await says(page, '#status', new RegExp(`SIMD build, ${threads} threads?, isolated; nothing leaves this page`));
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await page.waitForFunction(() => parseInt(document.getElementById('stat-step').textContent) >= 20, null, { timeout: 60_000 });
  assert.ok((await number(page, '#stat-loss')) < 5.8);
  await page.click('a[data-view=write]');
  await page.fill('#prompt', 'The whale ');
  await page.click('#write-go'); // between the steps
  await says(page, '#written', /^\s*The whale .{60}/s);
  await page.click('a[data-view=text]');
  await press(page, '#text-run', 'Stop');
  await says(page, '#text-phase', /^Stopped after \d+ steps/);
  assert.deepEqual(faults, []);
  await close();
});
