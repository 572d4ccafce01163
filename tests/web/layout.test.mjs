// Nothing runs out of its box, over its neighbour or off the page, at any width, with the longest figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layers, sequential } from 'lstm-wasm';
import { stateDict } from '../formats/torch-archive.mjs';
import { drop, visitModel } from './drop.mjs';
import { own, press, says, setUp, step, visit } from './visit.mjs';

const scene = setUp();
const widths = [320, 390, 768, 1440];

/** As long as they can get. */
const longest = {
  'status': 'Relaxed SIMD build, 8 threads, isolated; nothing leaves this page',
  'stat-step': '49,999 / 50,000',
  'stat-loss': '10.38',
  'stat-unseen': '10.38',
  'stat-speed': '1,230,000',
  'stat-flops': '0.0123',
  'stat-left': '155 h 08 min',
  'five-epoch': '2,000 / 2,000',
  'five-loss': '0.2773',
  'five-accuracy': '0.8',
};

/** In words, every text on show that leaves the page or its place or is written over another, and every
 * element that leaves the page. What scrolls by itself may be wider than its place. */
function misplaced(figures) {
  for (const [id, text] of Object.entries(figures)) {
    const element = document.getElementById(id);
    if (element) element.textContent = text;
  }
  const name = (element) => {
    const own = element.id ? `#${element.id}` : [element.localName, ...element.classList].join('.');
    return element.id || !element.parentElement ? own : `${name(element.parentElement)} ${own}`;
  };
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const inScroller = (element) => element !== null && (scrolls(element) || inScroller(element.parentElement));
  const isShown = (element) => element.checkVisibility() && !element.closest('.visually-hidden, .skip, .thumbs legend') && !inScroller(element.parentElement);
  const blockOf = (element) => (getComputedStyle(element).display === 'inline' ? blockOf(element.parentElement) : element);
  const linesOf = (element) => {
    const range = document.createRange();
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return texts.flatMap((node) => {
      range.selectNodeContents(node);
      return [...range.getClientRects()].map((place) => ({ element, place }));
    });
  };
  const isOff = ({ left, right, width }) => width > 0 && (right > innerWidth + 0.5 || left < -0.5);
  const isOver = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;

  const all = [...document.body.querySelectorAll('*')].filter(isShown);
  const found = all.filter((element) => isOff(element.getBoundingClientRect())).map((element) => `off the page: ${name(element)}`);
  const lines = all.filter((element) => !scrolls(element) && getComputedStyle(element).textOverflow !== 'ellipsis').flatMap(linesOf);
  for (const [i, { element, place }] of lines.entries()) {
    const box = blockOf(element).getBoundingClientRect();
    if (isOff(place)) found.push(`off the page: the text of ${name(element)}`);
    if (place.right > box.right + 1 || place.left < box.left - 1) found.push(`out of its place: the text of ${name(element)}`);
    const other = lines.slice(i + 1).find((line) => line.element !== element && isOver(place, line.place));
    if (other) found.push(`one over the other: ${name(element)} and ${name(other.element)}`);
  }
  return [...new Set(found)];
}

async function fits(page, what, figures = longest) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    assert.deepEqual(await page.evaluate(misplaced, figures), [], `${what} at ${width} pixels`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${what} is as wide as the screen`);
  }
}

async function everyView(page, when) {
  for (const view of ['text', 'write', 'inside', 'sequences', 'uses', 'model']) {
    await page.click(`a[data-view=${view}]`);
    await page.locator(`#view-${view}`).waitFor();
    if (view === 'inside') await says(page, '#unit-words', /^Half/, 60_000);
    if (view === 'sequences') await says(page, '#five-rows', /1 0/);
    await fits(page, `${view}, ${when}`);
  }
}

test('the test finds what is misplaced', async () => {
  const { page, close } = await visit(scene, '', { reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 900 });
  const found = await page.evaluate(misplaced, { 'stat-step': '1,000,000,000 / 1,000,000,000,000,000,000' });
  await page.evaluate(() => (document.getElementById('stat-unseen').style.translate = '0 -1.5rem'));
  found.push(...(await page.evaluate(misplaced, {})));
  for (const fault of ['off the page: the text of #stat-step', 'one over the other: ']) assert.ok(found.some((words) => words.startsWith(fault)), `${fault} in ${found}`);
  await close();
});

test('before anything has learned', { timeout: 120_000 }, async () => {
  const { page, close } = await visit(scene, '#text?source=own', { reducedMotion: 'reduce' });
  for (const view of ['text', 'write', 'inside', 'model']) {
    await page.click(`a[data-view=${view}]`);
    await fits(page, view);
  }
  await close();
});

test('in the middle of a training of the longest kind', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?steps=50000&layers=3&units=32&embedding=256&dropout=0.6&rate=0.0002');
  await step(page, 5);
  await everyView(page, 'learning');
  await page.click('a[data-view=text]');
  await press(page, '#text-run', 'Pause');
  await everyView(page, 'paused');
  assert.deepEqual(faults, []);
  await close();
});

test('after a training, with all that can be asked of it', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#text?source=own', { reducedMotion: 'reduce' });
  await own(page, 'The lamp went out at nine, and by ten the tide was over the kitchen floor. '.repeat(40), 200);
  await page.click('a[data-view=write]');
  await page.locator('#write-go:enabled').waitFor();
  assert.equal(await page.getAttribute('#written', 'data-empty'), 'Press Write, and it goes on from your words. Its training waits meanwhile.');
  await page.fill('#prompt', 'The lamp ');
  await page.click('#write-go');
  await page.locator('#write-stop:disabled').waitFor();
  await page.click('#surprise-go');
  await says(page, '#surprise-words', /bits a character/);
  await page.click('a[data-view=sequences]');
  for (const part of ['five', 'task']) {
    await page.click(`#${part}-run [data-run=main]`);
    await says(page, `#${part}-phase`, /^Done/, 90_000);
  }
  await everyView(page, 'learned');
  assert.deepEqual(faults, []);
  await close();
});

test('a model of others, with long names and much to say', { timeout: 120_000 }, async () => {
  const long = 'bidirectional_lstm_layer_of_the_second_encoder'.repeat(2);
  const wide = await sequential({ layers: [layers.lstm({ name: long, units: 64, returnSequences: true, inputShape: [null, 999] }), layers.gru({ units: 3 })] });
  const bytes = await wide.save();
  wide.dispose();
  const { page, faults, close } = await visitModel(scene);
  await drop(page, { [`${'a_long_name_of_a_file_'.repeat(6)}.safetensors`]: bytes });
  await says(page, '#trial-time', /prediction/);
  await page.selectOption('#save-as', 'tfjs');
  await page.click('#save');
  await says(page, '#save-error', /resetAfter/);
  await fits(page, 'a refusal');
  await page.selectOption('#save-as', 'pytorch');
  await page.click('#save');
  await says(page, '#saved', /train.py/);
  await drop(page, { 'net.pt': stateDict({ [`${long}.weight_ih_l0`]: [16, 3], [`${long}.weight_hh_l0`]: [16, 4], [`${long}.bias_ih_l0`]: [16], [`${long}.bias_hh_l0`]: [16] }) });
  await page.locator('#guess').waitFor();
  await fits(page, 'a guess');
  await drop(page, { 'empty.onnx': Buffer.alloc(0) });
  await says(page, '#load-error', /it is empty/);
  await fits(page, 'none that can be read');
  assert.deepEqual(faults, []);
  await close();
});

test('the lab of gestures: empty, and with all that it can show', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#gestures?signs=6', { reducedMotion: 'reduce' });
  await says(page, '#signs-rows', /A riddle/);
  await press(page, '#gestures-run', 'Learn');
  await says(page, '#gestures-error', /no example/);
  await fits(page, 'gestures, empty');
  for (let n = 0; n < 10; n++) await page.getByRole('button', { name: 'Draw for me: sign 1' }).click();
  await press(page, '#view-gestures', 'Let the hand draw five of each');
  await press(page, '#gestures-run', 'Start');
  await says(page, '#gestures-phase', /^Learned/, 120_000);
  await page.getByRole('button', { name: 'Draw for me: a riddle' }).click();
  await says(page, '#gestures-said', /^It says/);
  await fits(page, 'gestures, learned');
  assert.deepEqual(faults, []);
  await close();
});

test('three cells side by side', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#gates?gap=50');
  await says(page, '#gates-code', /ask/);
  await fits(page, 'gates, before');
  await press(page, '#gates-run', 'Start');
  await says(page, '#gates-phase', /^Done/, 120_000);
  const cells = [10, 20, 50, 100, 200].flatMap((length) => ['simpleRNN', 'gru', 'lstm'].map((cell) => `gap-${length}-${cell}`));
  await fits(page, 'gates, after', Object.fromEntries(cells.map((id) => [id, '99.5%, not in 1,000'])));
  assert.deepEqual(faults, []);
  await close();
});

test('the page that measures', { timeout: 60_000 }, async () => {
  const { page, faults, close } = await visit(scene, 'bench/');
  await says(page, '#phase', /^Ready/);
  await fits(page, 'bench', { 'stat-workload': '5 / 5', 'stat-left': '59 min 59 s' });
  assert.deepEqual(faults, []);
  await close();
});
