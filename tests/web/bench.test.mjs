// The page that measures, as a visitor walks through it.
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { press, says, setUp, visit } from './visit.mjs';

const isolated = setUp({ isolated: true });
const plain = setUp();

const rows = (page) =>
  page.locator('#figures tr').evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
const bars = (page) =>
  page.locator('.length').evaluateAll((all) => all.map((bar) => parseFloat(getComputedStyle(bar, '::before').width)));

/** A browser takes a moment to end what has lost its page. */
async function isIdle(page) {
  assert.equal(await page.locator('iframe').count(), 0);
  for (const deadline = Date.now() + 5000; page.workers().length && Date.now() < deadline; ) await page.waitForTimeout(50);
  assert.deepEqual(page.workers().map((worker) => worker.url()), []);
}

test('an isolated page measures every build, and shows it in bars and in a table', { timeout: 90_000 }, async () => {
  const { page, faults, close } = await visit(isolated, 'bench/?rounds=2&only=W1,W5', { reducedMotion: 'reduce' });
  const threads = Math.min(availableParallelism(), 8);
  const builds = ['SIMD, 1 thread', 'Relaxed SIMD, 1 thread', ...(threads > 1 ? [`Relaxed SIMD, ${threads} threads`] : [])];
  await says(page, '#phase', /^Ready/);
  await says(page, '#plan', new RegExp(`^2 workloads, ${builds.length} builds, 2 rounds: about \\d+ s`));
  await says(page, '#machine', /Chrome/);
  await press(page, 'main', 'Start');
  await says(page, '#phase', /^W1: Relaxed SIMD, 1 thread, warms up/);
  await says(page, '#phase', /^Done in \d+ s/, 60_000);

  const names = ['W1', 'W5'].flatMap((id) => builds.map((build) => `${id} ${build}`));
  const table = await rows(page);
  assert.deepEqual(table.map(([id, build]) => `${id} ${build}`), names);
  for (const [id, build, milliseconds, range, gigaflops, times] of table) {
    const [min, max] = range.split(' – ').map(Number);
    assert.ok(min > 0 && min <= Number(milliseconds) && Number(milliseconds) <= max, `${id}, ${build}: ${milliseconds}, ${range}`);
    assert.ok(Number(gigaflops) > 0.1 && Number(gigaflops) < 10_000, `${id}, ${build}: ${gigaflops} GFLOP/s`);
    if (build !== builds[0]) assert.ok(Number(times) > 0, `${id}, ${build}: ${times} times`);
  }
  const widths = await bars(page);
  assert.equal(widths.length, 2 * names.length, 'a time and a speed for each');
  assert.ok(widths.every((width) => width > 0), `${widths}`);
  await isIdle(page);
  assert.deepEqual(faults, []);
  await close();
});

test('a run is stopped by keyboard halfway, and can be started again', { timeout: 60_000 }, async () => {
  const { page, faults, close } = await visit(plain, 'bench/?only=W4,W6');
  await says(page, '#plan', /^2 workloads, 2 builds, 5 rounds/);
  await says(page, '#machine', /isolatedno/);
  await page.locator('#start:enabled').focus();
  await page.keyboard.press('Enter');
  await says(page, '#phase', /^W6: SIMD, 1 thread, warms up/, 30_000);
  await page.keyboard.press('Enter'); // Stop has the focus
  await says(page, '#phase', /^Stopped/);
  await isIdle(page);
  const table = await rows(page);
  assert.deepEqual(table.map((cells) => cells[2] !== '–'), [true, true, false, false], 'what was measured stays');

  await page.keyboard.press('Enter'); // Start again
  await says(page, '#phase', /^W4: SIMD, 1 thread, warms up/);
  assert.equal((await rows(page))[0][2], '–');
  await press(page, 'main', 'Stop');
  await says(page, '#phase', /^Stopped/);
  assert.deepEqual(faults, []);
  await close();
});

test('what can not be loaded is told in words, and the labs are one link away', async () => {
  const { page, faults, close } = await visit(plain, 'bench/?only=W4');
  await page.route('**/contestant.html', (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '' }));
  await page.reload();
  await says(page, '#error', /hidden page that measures did not load/);
  assert.equal(await page.locator('#start').isDisabled(), true);
  await page.getByRole('link', { name: 'Sequences' }).click();
  await page.locator('#view-sequences').waitFor();
  await page.waitForFunction(() => crossOriginIsolated);
  await page.getByRole('link', { name: 'Speed' }).click();
  await says(page, '#phase', /^Ready/); // through the service worker, which brings the real one
  assert.deepEqual(faults, []);
  await close();
});
