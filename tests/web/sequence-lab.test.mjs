// The sequence lab, as a visitor walks through it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { number, press, says, setUp, visit } from './visit.mjs';

const scene = setUp();

test('the five sequences reach their floor and no further', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#sequences');
  await press(page, '#five-run', 'Train 2,000 epochs');
  await says(page, '#five-phase', /^Done. Loss 0\.27\d\d: the floor is 0\.2773/, 60_000);
  await says(page, '#five-epoch', /^2,000/);
  const loss = await number(page, '#five-loss');
  assert.ok(loss >= 0.2772 && loss <= 0.28, `loss ${loss}`);
  assert.equal(await page.textContent('#five-accuracy'), '0.8');
  const predictions = await page.locator('#five-rows .number').allTextContents();
  const expected = [0.5, 1, 0, 0.5, 1];
  predictions.forEach((shown, i) => assert.ok(Math.abs(Number(shown) - expected[i]) < 0.1, `prediction ${i}: ${shown}`));
  assert.match(await page.textContent('#five-title + p + p'), /Nobody can get both right/);
  assert.deepEqual(faults, []);
  await close();
});

for (const input of ['embedding', 'real']) {
  test(`parity of 8 bits (${input}) is learned wholly, and follows clicked bits`, { timeout: 120_000 }, async () => {
    const { page, faults, close } = await visit(scene, `#sequences?length=8&input=${input}`);
    const bits = page.locator('#bits button');
    assert.equal(await bits.count(), 8);
    await press(page, '#parity-run', 'Train');
    await says(page, '#parity-phase', /^Done: 100%/, 60_000);
    assert.equal(await page.locator('#parity-epochs .number').last().textContent(), '100%');

    await says(page, '#bits-summary', /right after 8 of 8 bits/);
    const before = await page.locator('#bits .number').last().textContent();
    await bits.nth(2).click();
    await page.waitForFunction((before) => document.querySelector('#bits > :last-child .number').textContent !== before, before);
    await says(page, '#bits-summary', /right after 8 of 8 bits/);
    assert.equal(await bits.nth(2).getAttribute('aria-pressed'), 'true');

    await page.locator('#length').focus();
    await page.keyboard.press('ArrowRight'); // asked about a length it never saw
    assert.equal(await bits.count(), 9);
    await says(page, '#bits-summary', /of 9 bits/);
    assert.match(page.url(), /length=9/);

    await press(page, '#parity-run', 'Start again');
    await press(page, '#parity-run', 'Stop').catch(() => {}); // it may be done by then
    await says(page, '#parity-phase', /^(Stopped|Done)/);
    assert.deepEqual(faults, []);
    await close();
  });
}
