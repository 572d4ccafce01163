// The text lab, as a visitor walks through it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { number, press, says, setUp, visit } from './visit.mjs';

const scene = setUp();

const english = 'The lamp went out at nine, and by ten the tide was over the kitchen floor. '.repeat(40);

test('Moby-Dick: learns at once, writes, pauses, goes on, stops, and starts again', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene);
  await says(page, '#status', /SIMD build, \d+ threads?, nothing leaves this page/);
  await page.locator('#samples li').first().waitFor();
  assert.match(await page.textContent('#samples'), /Before learning.*Call me /);
  await page.waitForFunction(() => parseInt(document.getElementById('stat-step').textContent) > 0);
  const loaded = await page.evaluate(() => performance.now());

  const early = await number(page, '#stat-loss');
  await page.waitForFunction(() => parseInt(document.getElementById('stat-step').textContent) >= 60, null, { timeout: 90_000 });
  const later = await number(page, '#stat-loss');
  assert.ok(early <= 4.6 && later < 3.3, `the loss falls: ${early} to ${later}`);
  assert.ok((await number(page, '#stat-speed')) > 1000);
  assert.match(await page.textContent('#stat-left'), /\d+ s/);
  assert.ok((await page.locator('#samples li').count()) >= 3);
  assert.match(await page.locator('#samples li').first().textContent(), /^Step \d+.*loss [1-3]\.\d\d .*real wordsCall me .{100}/s);
  assert.match(await page.getAttribute('#text-chart', 'aria-label'), /nats on unseen text at step \d+ of 2000/);

  await press(page, '#text-run', 'Pause');
  await says(page, '#text-phase', /^Paused/);
  await page.waitForTimeout(700); // the step under way ends
  const held = await number(page, '#stat-step');
  await page.waitForTimeout(1000);
  assert.equal(await number(page, '#stat-step'), held, 'no step while paused');

  await page.click('a[data-view=write]');
  await says(page, '#view-write .bench', /^LSTM 128 on Moby-Dick\. Paused after \d+ steps\.Resume$/);
  await page.fill('#prompt', 'The whale ');
  await page.click('#write');
  await says(page, '#written', /^\s*The whale .{60}/s);
  await page.click('#write-stop');
  await page.locator('#write:enabled').waitFor();
  await page.fill('#prompt', 'Жук');
  await page.click('#write');
  await says(page, '#prompt-error', /no “Ж”, “у”, “к”.*83 different characters/);
  await page.fill('#prompt', '');
  await page.click('#write');
  await says(page, '#prompt-error', /at least one character/);
  assert.equal(await number(page, '#stat-step'), held, 'no step while paused');

  await page.click('a[data-view=text]');
  await press(page, '#text-run', 'Resume');
  await page.waitForFunction((held) => parseInt(document.getElementById('stat-step').textContent) > held, held);
  await page.click('a[data-view=sequences]');
  await page.click('a[data-view=text]');
  await says(page, '#text-phase', /^Learning/);
  await press(page, '#text-run', 'Stop');
  await says(page, '#text-phase', /^Stopped after \d+ steps/);
  await page.click('a[data-view=write]');
  await page.fill('#prompt', 'The whale ');
  await page.click('#write');
  await says(page, '#written', /^\s*The whale .{60}/s);

  await press(page, '#view-write .bench', 'Start again'); // while it writes
  await page.click('a[data-view=text]');
  await says(page, '#text-phase', /^Learning/);
  await press(page, '#text-run', 'Stop');
  assert.equal(await page.locator('#prompt-error').isVisible(), false);

  const tasks = await page.evaluate(() => window.longTasks);
  // The browser counts wall-clock time: on a machine at work elsewhere a short task may take long.
  const blocking = tasks.filter(({ startTime, duration }) => startTime > loaded && duration > 50);
  const frozen = blocking.filter(({ duration }) => duration > 100);
  assert.ok(blocking.length <= 3 && frozen.length === 0, `long tasks: ${JSON.stringify(blocking)}`);
  assert.deepEqual(faults, []);
  await close();
});

test('a text of one’s own: too little is answered in words, enough is learned to the end', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?source=own&units=32&steps=500');
  const start = page.locator('#settings button');
  await start.click();
  await says(page, '#own-error', /There is no text yet/);
  await page.fill('#own', 'Too short.');
  await start.click();
  await says(page, '#own-error', /10 characters are too few.*at least 100/);
  assert.equal(await page.getAttribute('#own', 'aria-invalid'), 'true');
  await page.fill('#own', 'a'.repeat(500));
  await start.click();
  await says(page, '#own-error', /one character over and over/);
  await page.fill('#own', english);
  await start.click();
  await says(page, '#text-phase', /^Done after 500 steps/, 60_000);
  assert.equal(await page.locator('#own-error').isVisible(), false);
  assert.match(await page.textContent('#plan'), /3,000 characters, 25 different.*LSTM 32.*reads 16 places.*64 characters/);
  assert.match(await page.locator('#samples li').first().textContent(), /^Step 500.*The lamp went out at nine/s);
  assert.deepEqual(faults, []);
  await close();
});

test('what was chosen is in the address', async () => {
  const { page, faults, close } = await visit(scene, '#text?source=own&units=64&layers=2&steps=12');
  assert.equal(await page.inputValue('#units'), '64');
  assert.equal(await page.inputValue('#layers'), '2');
  assert.equal(await page.inputValue('#steps'), '2000', 'what is not on offer falls back');
  await page.selectOption('#rate', '0.005');
  await page.click('a[data-view=sequences]');
  assert.equal(new URL(page.url()).hash, '#sequences?source=own&units=64&layers=2&rate=0.005');
  await page.goBack();
  await page.locator('#view-text').waitFor();
  assert.equal(await page.inputValue('#rate'), '0.005');
  assert.deepEqual(faults, []);
  await close();
});

test('nothing moves by itself for who asked for less motion', async () => {
  const { page, close } = await visit(scene, '', { reducedMotion: 'reduce' });
  await says(page, '#status', /nothing leaves this page/);
  await page.waitForTimeout(500);
  assert.equal(await page.textContent('#text-phase'), 'Ready.');
  await close();
});
