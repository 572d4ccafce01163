// The lab of gestures: what it is made of, and a visitor who lets the hand draw.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import axe from 'axe-core';
import { loadModel } from 'lstm-wasm';
import { load } from './modules.mjs';
import { press, says, setUp, visit } from './visit.mjs';

const scene = setUp();
const lab = (file) => load(`web/src/uses/gestures/${file}.ts`);
const { randomOf } = await load('web/src/basics/random.ts');
const near = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-9, `${what}: ${a} and ${b}`);
const at = (x, y) => ({ x, y });

test('steps are of one length, whatever the speed, and stay as they are when more is drawn', async () => {
  const { stepsOf, stride } = await lab('drawing');
  const slow = Array.from({ length: 101 }, (_, n) => at(0.1 + 0.005 * n, 0.5));
  const steps = stepsOf([slow]);
  assert.equal(steps.length, Math.floor(0.5 / stride + 1e-9));
  for (const { dx, dy, up } of steps) assert.deepEqual([Math.round(1e9 * dx) / 1e9, dy, up], [1, 0, 0]);
  const fast = stepsOf([[slow[0], slow[50], slow[100]]]);
  fast.forEach(({ x }, n) => near(x, steps[n].x, 'fast and slow'));

  const cross = [[at(0.2, 0.2), at(0.8, 0.8)], [at(0.8, 0.2), at(0.2, 0.8)]];
  const all = stepsOf(cross);
  assert.deepEqual(all.slice(0, stepsOf(cross.slice(0, 1)).length), stepsOf(cross.slice(0, 1)));
  for (const { dx, dy } of all) near(Math.hypot(dx, dy), 1, 'length');
  const flights = all.map(({ up }) => up).join('');
  assert.match(flights, /^0+1+0+$/, 'drawn, in the air, drawn');
  assert.deepEqual(stepsOf([]), []);
  assert.deepEqual(stepsOf([[at(0.5, 0.5)]]), []);
});

test('a trembling shorter than a step is not felt', async () => {
  const { stepsOf } = await lab('drawing');
  const random = randomOf(1);
  const line = Array.from({ length: 200 }, (_, n) => at(0.1 + 0.004 * n, 0.5 + 0.004 * (random() - 0.5)));
  for (const { dx } of stepsOf([line])) assert.ok(dx > 0.99, String(dx));
});

test('warping: nothing between a drawing and the same at another speed; sums are the least of all ways', async () => {
  const { distance, nearest, normalised, shifted } = await lab('nearest');
  const points = [at(0, 0), at(1, 0), at(1, 1)];
  near(distance(points, points.flatMap((point) => [point, point])), 0, 'twice as slow');
  const { x } = normalised(points)[1];
  near(normalised(points.map(({ x, y }) => at(3 * x + 5, 3 * y - 2)))[1].x, x, 'size and place');
  near(distance([at(0, 0), at(3, 0)], [at(0, 0), at(1, 0), at(3, 4)]), (0 + 1 + 4) / 5, 'by hand');
  near(distance([at(0, 0), at(1, 0)], [at(0, 0), at(1, 0), at(9, 9)], 'so far'), 0, 'the beginning is enough');
  assert.equal(nearest(shifted(points), [[at(0, 0), at(-1, 0)], shifted(points)], distance), 1);
});

test('the hand: the same by the same seed, on the pad, and other sizes and speeds', async () => {
  const { drawAgain, signs } = await lab('hand');
  const { middleOf, between } = await lab('drawing');
  const all = Array.from({ length: 40 }, (_, seed) => drawAgain(signs[0].drawing, randomOf(seed)));
  assert.deepEqual(all[3], drawAgain(signs[0].drawing, randomOf(3)));
  const size = ([stroke]) => between(stroke[0], middleOf(stroke));
  const sizes = all.map(size);
  assert.ok(Math.max(...sizes) > 1.5 * Math.min(...sizes), 'sizes differ');
  const counts = all.map(([stroke]) => stroke.length);
  assert.ok(Math.max(...counts) > 2 * Math.min(...counts), 'speeds differ');
  for (const { x, y } of all.flat(2)) assert.ok(x > 0 && x < 1 && y > 0 && y < 1);
});

test('the hand does again what the visitor has shown it', async () => {
  const { Examples } = await lab('examples');
  let changes = 0;
  const examples = new Examples(1, () => changes++);
  assert.equal(examples.nameOf(1), 'a tick');
  examples.add({ sign: 1, drawing: [[at(0.2, 0.5), at(0.8, 0.5)]], by: 'visitor' });
  assert.equal(examples.nameOf(1), 'your sign again');
  const [stroke] = examples.byHand(1).drawing;
  assert.ok(stroke.at(-1).x - stroke[0].x > 0.3 && Math.abs(stroke.at(-1).y - stroke[0].y) < 0.3);
  assert.equal(examples.upTo(1).length, 0);
  examples.forget(1);
  assert.deepEqual([examples.of(1).length, changes], [0, 2]);
});

const share = (page, row, column) => page.locator(`#marks-${row} td`).nth(column).textContent().then(parseFloat);

/** The view with its code. */
async function visitLab(hash) {
  const visitor = await visit(scene, hash, { reducedMotion: 'reduce' });
  await visitor.page.locator('#signs-rows .sign').first().waitFor();
  return visitor;
}

for (const seed of [1, 2]) {
  test(`from five examples of six signs it knows 95% of ten more each, by seed ${seed}`, { timeout: 180_000 }, async () => {
    const { page, faults, close } = await visitLab(`#gestures?signs=6&hand=${seed}`);
    await press(page, '#view-gestures', 'Let the hand draw five of each');
    await press(page, '#gestures-run', 'Learn');
    await says(page, '#gestures-phase', /^Learned in [\d.]+ s: it knows .*% of 60 new drawings/, 120_000);
    assert.ok((await share(page, 'network', 1)) >= 95);
    assert.ok((await share(page, 'drawn', 0)) < (await share(page, 'network', 0)), 'before it is whole, the network knows more');
    assert.ok((await share(page, 'whole', 1)) >= 95, 'what needs no learning is as good in the end, and it is said');
    const wrong = await page.locator('#misses li').count();
    await says(page, '#misses-words', wrong ? new RegExp(`^${wrong} drawings? of 60`) : /^Nothing: all 60 were right/);
    assert.deepEqual(faults, []);
    await close();
  });
}

test('by the pen: examples, a riddle, a correction; its file opens and says the same', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visitLab('#gestures?signs=3');
  await press(page, '#gestures-run', 'Learn');
  await says(page, '#gestures-error', /Sign 1 has no example yet/);
  const draw = async (...points) => {
    await page.locator('#pad').scrollIntoViewIfNeeded();
    const pad = await page.locator('#pad').boundingBox();
    await page.mouse.move(pad.x + points[0][0] * pad.width, pad.y + points[0][1] * pad.height);
    await page.mouse.down();
    for (const [x, y] of points.slice(1)) await page.mouse.move(pad.x + x * pad.width, pad.y + y * pad.height, { steps: 12 });
    await page.mouse.up();
  };
  const shapes = [[[0.2, 0.5], [0.8, 0.5]], [[0.5, 0.2], [0.5, 0.8]], [[0.2, 0.8], [0.5, 0.2], [0.8, 0.8]]];
  for (const [sign, shape] of shapes.entries()) {
    await page.locator(`input[name=pad][value="${sign + 1}"]`).check();
    await draw(...shape);
    await says(page, '#gestures-said', new RegExp(`^Sign ${sign + 1} has 1 example\\.`));
  }
  await press(page, '#view-gestures', 'Let the hand draw five of each');
  await press(page, '#gestures-run', 'Start');
  await says(page, '#gestures-phase', /^Learned in /, 120_000);
  assert.equal(await page.locator('input[name=pad]:checked').getAttribute('value'), '0');

  await draw(...shapes[2]);
  await says(page, '#gestures-said', /^It says sign 3, by [\d.]+%\.$/);
  assert.ok((await page.locator('.known-ink').count()) > 10);
  await press(page, '#corrections', 'Sign 1');
  await says(page, '#gestures-said', /^Sign 1 has 6 examples\./);
  await says(page, '#misses', /Yours: Sign 1, taken for 3/);
  await page.getByRole('button', { name: 'Draw for me: a riddle' }).click();
  await says(page, '#gestures-said', /^It says sign \d, by [\d.]+%\. (Right|It was)/);
  const shown = await page.locator('#answers .number').allTextContents();

  const saving = page.waitForEvent('download');
  await press(page, '#gestures-away', 'Save as a file');
  const model = await loadModel(readFileSync(await (await saving).path()));
  const strokes = await page.locator('#pad .ink').getAttribute('d');
  const drawing = strokes.split('M').slice(1).map((stroke) => stroke.split('L').map((point) => at(...point.split(' ').map(Number))));
  const { stepsOf, inputOf } = await lab('drawing');
  const answer = (await model.predict([inputOf(stepsOf(drawing))])).toArray()[0].at(-1);
  answer.forEach((p, sign) => assert.ok(Math.abs(100 * p - parseFloat(shown[sign])) < 1, `${answer} and ${shown}`));
  model.dispose();

  await page.locator('#signs').focus();
  await page.keyboard.press('ArrowRight');
  await says(page, '#gestures-phase', /^Ready/);
  assert.match(page.url(), /signs=4/);
  assert.equal(await page.locator('#answers li').count(), 4);
  assert.deepEqual(faults, []);
  await close();
});

test('the code on show reads a pen as the page does', async () => {
  const { recipe } = await lab('recipe');
  const { stepsOf, inputOf } = await lab('drawing');
  const { drawAgain, signs } = await lab('hand');
  const body = recipe('x').replace(/^import.*\n/, '').replace(/const response[\s\S]*?model\.stream\(\);\n/, '');
  const taken = [];
  const stream = { stepSync: (step) => taken.push(step), reset: () => taken.splice(0) };
  const { follow, begin } = new Function('stream', `${body}; return { follow, begin };`)(stream);
  for (const { drawing } of signs) {
    const strokes = drawAgain(drawing, randomOf(4));
    begin();
    for (const stroke of strokes) stroke.forEach((pen, n) => follow(pen, n > 0));
    assert.deepEqual(taken, inputOf(stepsOf(strokes)));
  }
});

test('no fault that axe finds, with all there is on show, light or dark', { timeout: 180_000 }, async () => {
  const { page, faults, close } = await visitLab('#gestures?signs=3');
  await press(page, '#view-gestures', 'Let the hand draw five of each');
  await press(page, '#gestures-run', 'Learn');
  await says(page, '#gestures-phase', /^Learned in /, 120_000);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300); // transitions of colours
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run('#view-gestures'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
  }
  assert.deepEqual(faults, []);
  await close();
});
