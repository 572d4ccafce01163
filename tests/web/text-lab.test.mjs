// The text lab, as a visitor walks through it.
import assert from 'node:assert/strict';
import { loadavg } from 'node:os';
import { test } from 'node:test';
import { number, own, press, says, setUp, step, visit } from './visit.mjs';

const scene = setUp();

test('Moby-Dick: learns within three seconds, pauses, and the preset of 30 seconds ends under 1.95 nats', { timeout: 400_000 }, async () => {
  const { page, faults, close } = await visit(scene);
  await page.waitForFunction(() => parseInt(document.getElementById('stat-step').textContent) > 0);
  const loaded = await page.evaluate(() => performance.now());
  const share = Math.max(1, loadavg()[0] / 2); // of two processors, that others leave
  assert.ok(loaded < 3000 * share, `the first loss came after ${loaded} ms, with a load of ${loadavg()[0]}`);
  assert.match(await page.textContent('#status'), /SIMD build, \d+ threads?, isolated; nothing leaves this page/);
  assert.match(await page.locator('#samples li').last().textContent(), /Before learning.*Call me /);

  await step(page, 20);
  await press(page, '#text-run', 'Pause');
  await says(page, '#text-phase', /^Paused after/);
  await page.waitForTimeout(700); // the step under way ends
  const held = await number(page, '#stat-step');
  await page.waitForTimeout(1000);
  assert.equal(await number(page, '#stat-step'), held, 'no step while paused');
  await press(page, '#text-run', 'Resume');

  await page.click('a[data-view=sequences]'); // which have the processor to themselves
  await page.click('a[data-view=text]');
  await step(page, held + 5);
  assert.ok((await number(page, '#stat-speed')) > 1000);
  assert.ok((await number(page, '#stat-flops')) > 0.5);
  assert.match(await page.textContent('#stat-left'), /\d+ s/);
  assert.match(await page.textContent('#cost'), /114,835 parameters, about [\d.]+ MB of memory, about .* at the speed measured here/);

  await says(page, '#text-phase', /^Done after 1,000 steps/, 350_000);
  const nats = (await number(page, '#stat-unseen')) * Math.LN2;
  assert.ok(nats < 1.95, `${nats} nats a character`);
  assert.match(await page.locator('#samples li').first().textContent(), /^Step 1,000.* bits · \d+% real wordsCall me .{100}/s);
  assert.match(await page.getAttribute('#text-chart', 'aria-label'), /bits a character on unseen text at step 1,000 of 1,000/);

  const tasks = await page.evaluate(() => window.longTasks);
  // The browser counts wall-clock time: on a machine at work elsewhere a short task may take long.
  const blocking = tasks.filter(({ startTime, duration }) => startTime > loaded && duration > 50 * share);
  assert.ok(blocking.length <= 3, `long tasks: ${JSON.stringify(blocking)}`);

  await page.reload(); // what was learned is there again
  await says(page, '#text-phase', /^Done after 1,000 steps/);
  assert.deepEqual(faults, []);
  await close();
});

test('a text of one’s own: typed, dropped, chosen; what is wrong with it is said in words', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?source=own&units=32&steps=200&window=32&batch=16');
  const start = page.getByRole('button', { name: 'Start anew with these' });
  await start.click();
  await says(page, '#own-error', /There is no text yet/);
  await page.fill('#own', 'Too short.');
  await start.click();
  await says(page, '#own-error', /10 characters are too few.*at least 100/);
  assert.equal(await page.getAttribute('#own', 'aria-invalid'), 'true');
  await page.fill('#own', 'a'.repeat(500));
  await start.click();
  await says(page, '#own-error', /one character over and over/);

  const file = (name, content) => page.setInputFiles('#own-file', { name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await file('nothing.txt', '');
  await says(page, '#own-error', /“nothing.txt” is empty/);
  await file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0, 1]));
  await says(page, '#own-error', /“picture.png” is not a text file/);
  await file('zeros.txt', Buffer.alloc(1000));
  await says(page, '#own-error', /“zeros.txt” is not a text file/);
  await file('long.txt', 'The sea was long. '.repeat(200_000));
  await says(page, '#own-error', /3,600,000 characters are more than this page takes/);
  await file('wide.txt', Buffer.from('\ufeff' + 'Der Mond stand über dem Öl. '.repeat(200), 'utf16le'));
  await says(page, '#own-size', /^5,600 characters, 17 different/);
  assert.equal(await page.locator('#own-error').isVisible(), false);

  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['Жук упал и встать не может. '.repeat(150)], 'жук.txt'));
    document.getElementById('view-text').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await says(page, '#own-size', /^4,200 characters, 18 different/);
  await says(page, '#cost', /parameters, about/);
  await start.click();
  await says(page, '#text-phase', /^Done after 200 steps/, 60_000);
  assert.match(await page.textContent('#plan'), /LSTM 32 on your text, 4,200 characters, 18 different.*16 places.*32 characters/);
  assert.match(await page.locator('#samples li').first().textContent(), /^Step 200.*Жук упал/s);
  assert.deepEqual(faults, []);
  await close();
});

test('what was chosen is in the address, and a rate counts while it learns', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?source=first-names&units=64&layers=2&dropout=0.2&seed=7&steps=12');
  assert.equal(await page.inputValue('#units'), '64');
  assert.equal(await page.inputValue('#layers'), '2');
  assert.equal(await page.inputValue('#dropout'), '0.2');
  assert.equal(await page.inputValue('#seed'), '7');
  assert.equal(await page.inputValue('#steps'), '1000', 'what is not on offer falls back');
  await step(page, 2);
  await page.selectOption('#rate', '0.002');
  const at = await number(page, '#stat-step');
  await step(page, at + 2);
  await page.click('a[data-view=model]');
  assert.equal(new URL(page.url()).hash, '#model?source=first-names&units=64&layers=2&dropout=0.2&rate=0.002&seed=7');
  await says(page, '#js', /initialLearningRate: 0.002, decaySteps: 1000/);
  await says(page, '#js-hint', /learning rate was changed on the way/);
  await page.goBack();
  await page.locator('#view-text').waitFor();
  assert.equal(await page.inputValue('#rate'), '0.002');
  await press(page, '#text-run', 'Stop');
  await says(page, '#text-phase', /^Stopped after \d+ steps/);
  await own(page, 'The lamp went out at nine. '.repeat(40), 200);
  await page.click('#preset-short');
  await says(page, '#text-phase', /^Learning/);
  assert.equal(await page.inputValue('#units'), '128');
  assert.deepEqual(faults, []);
  await close();
});

test('nothing moves by itself for who asked for less motion', async () => {
  const { page, faults, close } = await visit(scene, '', { reducedMotion: 'reduce' });
  await says(page, '#status', /nothing leaves this page/);
  await page.waitForTimeout(500);
  assert.equal(await page.textContent('#text-phase'), 'Ready.');
  assert.deepEqual(faults, []);
  await close();
});
