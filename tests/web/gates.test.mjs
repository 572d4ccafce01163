// Why gates: three cells race on the same task.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import axe from 'axe-core';
import { loadModel } from 'lstm-wasm';
import { load } from './modules.mjs';
import { press, says, setUp, visit } from './visit.mjs';

const scene = setUp();

test('sensitivity is the gradient of the sums before the softmax', async () => {
  const { placesOf, probesOf, moved } = await load('web/src/uses/gates/sensitivity.ts');
  assert.deepEqual(placesOf(4, 40), [3, 2, 1, 0]);
  assert.deepEqual(placesOf(101, 5), [100, 75, 50, 25, 0]);

  // z_k = sum over t of w[t][k] x[t][0] - w[t][k] x[t][1], of two classes: what both share does not count.
  const w = [[3, 1], [0.02, 0], [0, -2]];
  const places = placesOf(3, 3);
  const { data, shape } = probesOf(Float32Array.of(1, 0, 0, 1, 1, 0), 3, places, [0, 1]);
  assert.deepEqual(shape, [7, 3, 2]);
  const answers = Array.from({ length: 7 }, (_, row) => {
    const x = data.subarray(row * 6, (row + 1) * 6);
    const powers = [0, 1].map((k) => Math.exp(w.reduce((z, weights, t) => z + weights[k] * (x[2 * t] - x[2 * t + 1]), 0)));
    return powers.map((power) => power / (powers[0] + powers[1]));
  });
  const expected = places.map((t) => Math.abs(w[t][0] - w[t][1]) / Math.SQRT2);
  moved(answers.flat(), 2, 3, 2).forEach((one, n) => assert.ok(Math.abs(one - expected[n]) < 1e-5, `${one} and ${expected[n]}`));
});

/** The view with its code. */
async function visitLab(hash) {
  const visitor = await visit(scene, hash);
  await visitor.page.waitForFunction(() => document.getElementById('gates-code')?.textContent);
  return visitor;
}

async function raced(page) {
  await press(page, '#gates-run', 'Start');
  await says(page, '#gates-phase', /^Done/, 240_000);
}

const learned = (page, length) =>
  page.evaluate((length) => ['simpleRNN', 'gru', 'lstm'].map((cell) => document.getElementById(`gap-${length}-${cell}`).dataset.learned), length);

/** How much the answer moves for the first step. */
const firstStep = async (page, cell) => Number(/: (\S+) for the first step/.exec(await page.getAttribute(`#${cell}-heard`, 'aria-label'))[1]);

test('over 200 steps the plain network fails, and those with gates hear the beginning', { timeout: 300_000 }, async () => {
  const { page, faults, close } = await visitLab('#gates?gap=200');
  await raced(page);
  assert.deepEqual(await learned(page, 200), ['false', 'true', 'true']);
  await says(page, '#simpleRNN-words', /^200 steps: not learned in 1,000 batches\. \d+(\.\d)?% of 200 new ones are right\.$/);
  await says(page, '#lstm-words', /^200 steps: learned after \d+ batches\. (9\d(\.\d)?|100)% of 200/);
  assert.equal(await page.locator('#simpleRNN-misses li').count(), 3);
  await says(page, '#simpleRNN-misses', /[XY] at \d+, [XY] at \d+: it said “[XY], [XY]”, not “[XY], [XY]”\./);
  for (const cell of ['gru', 'lstm']) assert.ok((await firstStep(page, cell)) > 1e-3, `${cell} hears the beginning`);

  const saving = page.waitForEvent('download');
  await press(page, '#gates-away', 'Save as a file');
  const model = await loadModel(readFileSync(await (await saving).path()));
  const code = (await page.textContent('#gates-code')).replace(/^import.*\n/, '').replace(/const response[\s\S]*?arrayBuffer\(\)\);\n/, '');
  const ask = new Function('model', `${code}; return ask;`)(model);
  const noise = 'abcd'.repeat(24);
  assert.equal(await ask(`ab${'X'}${noise}a${noise}${'Y'}cd`), 'X, Y');
  assert.equal(await ask(`ab${'Y'}${noise}a${noise}${'X'}cd`), 'Y, X');
  model.dispose();
  assert.deepEqual(faults, []);
  await close();
});

test('over 10 steps all three learn it; the view can be stopped, is in the address and accessible', { timeout: 300_000 }, async () => {
  const { page, faults, close } = await visitLab('#gates');
  await page.locator('input[name=gap][value="10"]').check();
  assert.match(page.url(), /#gates\?gap=10$/);
  await raced(page);
  assert.deepEqual(await learned(page, 10), ['true', 'true', 'true']);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300); // transitions of colours
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run('#view-gates'));
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
  }
  await page.locator('input[name=gap][value="200"]').check();
  await press(page, '#gates-run', 'Start again');
  await says(page, '#lstm-words', /^200 steps. Learning/);
  await press(page, '#gates-run', 'Stop');
  await says(page, '#gates-phase', /^Stopped at 200 steps/);
  assert.deepEqual(faults, []);
  await close();
});
