// Writing with a network, as a visitor does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenizers } from 'lstm-wasm';
import { load } from './modules.mjs';
import { number, own, press, says, setUp, visit } from './visit.mjs';

const scene = setUp();
const english = 'The lamp went out at nine, and by ten the tide was over the kitchen floor. '.repeat(40);

const written = (page) => page.textContent('#written');
/** Waits until it has stopped writing by itself. */
const done = (page) => page.locator('#write-stop:disabled').waitFor();
const letter = (page, at) => page.locator('#written > span').nth(at);

async function write(page) {
  await page.click('#write-go');
  await done(page);
  return written(page);
}

test('a piece of a text for each of its tokens, also where it is not in the vocabulary', async () => {
  const { objection, pieces } = await load('web/src/views/write/characters.ts');
  const words = tokenizers.word('the tide turns, 東京 tide.', { maxTokens: 9 });
  const texts = ['zebra tide,  ebb-tide\n\nturns', '東京犬猫タワー zebra。tide', 'caf\u0065\u0301 tide \u0301', ' ', '', 'tide turns', '\u{1F40B}\u{1F40B}'];
  for (const tokenizer of [words, tokenizers.char('the tide', { unknown: true })]) {
    for (const text of texts) {
      const all = pieces(text, tokenizer);
      assert.equal(all.length, tokenizer.encode(text).length, text);
      assert.equal(all.join('').normalize(), text.normalize());
    }
  }
  assert.deepEqual(pieces('the zebra, tide', words), ['the', ' zebra', ',', ' tide']);
  const characters = tokenizers.char('caf\u00e9');
  assert.deepEqual(pieces('fe\u0301', characters), ['f', '\u00e9']);
  assert.equal(objection('fe\u0301', characters), '');
  assert.match(objection('fe\u0301Жж', characters), /has no “Ж”, “ж”,.*4 different/);
  assert.deepEqual(pieces('fЖ', characters), ['f', 'Ж']);
});

test('a text is written, looked into, and takes other branches', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#write?letters=100&temperature=1.5', { reducedMotion: 'reduce' });
  await says(page, '#view-write .bench', /^No network has begun to learn yet/);
  assert.equal(await page.isDisabled('#write-go'), true);
  await page.click('a[data-view=text]');
  await own(page, english, 200);
  await page.click('a[data-view=write]');
  await says(page, '#view-write .bench', /^LSTM 32 on your text. Done after 200 steps/);

  await page.fill('#prompt', 'Жук');
  await page.click('#write-go');
  await says(page, '#prompt-error', /no “Ж”, “у”, “к”.*25 different characters/);
  await page.fill('#prompt', '');
  await page.click('#write-go');
  await says(page, '#prompt-error', /at least one character/);
  await page.fill('#prompt', 'The lamp ');
  const first = await write(page);
  assert.equal(first.length, 'The lamp '.length + 100);
  assert.equal(await write(page), first, 'the same seed, the same text');
  await page.fill('#chance', '2');
  await page.selectOption('#topk', '3');
  assert.notEqual(await write(page), first);
  assert.match(page.url(), /topk=3&letters=100&chance=2/);
  await page.selectOption('#topk', '1'); // the most probable only

  const greedy = await write(page);
  await letter(page, 40).hover();
  await says(page, '#next-title', /^After “/);
  const shown = () => page.locator('#next-bars button').evaluateAll((all) => all.map((bar) => [bar.querySelector('kbd').textContent, parseFloat(bar.textContent.slice(1)), bar.className]));
  await page.waitForFunction(() => document.querySelector('#next-bars .taken'));
  const bars = await shown();
  assert.equal(bars.length, 10);
  const shares = bars.map(([, share]) => share);
  assert.ok(shares.every((share, i) => i === 0 || share <= shares[i - 1] || Number.isNaN(share)), `${shares}`);
  assert.equal(bars[0][2], 'taken', 'a greedy text is made of what is most probable');
  assert.equal(bars[0][0].replace('␣', ' '), greedy[40]);

  const [other] = bars[1];
  await page.locator('#next-bars button').nth(1).click(); // the second most probable
  await done(page);
  const branch = await written(page);
  assert.equal(branch.slice(0, 41), greedy.slice(0, 40) + other.replace('␣', ' '));
  await says(page, '#branch', /^branch 2 of 2$/);

  await page.selectOption('#topk', '0');
  await letter(page, 12).click();
  await done(page);
  const third = await written(page);
  assert.equal(third.slice(0, 12), branch.slice(0, 12));
  assert.notEqual(third, branch);
  await page.click('#branch-back');
  assert.equal(await written(page), branch);
  await says(page, '#branch', /^branch 2 of 3$/);

  await page.focus('#written');
  for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  assert.equal(await page.locator('#written > span').nth(2).getAttribute('class'), 'given mark');
  await says(page, '#next-title', /^After “Th”/);
  await page.keyboard.press('Enter');
  await done(page);
  await says(page, '#branch', /^branch 4 of 4$/);
  assert.match(await written(page), /^Th/);

  await page.selectOption('#letters', '1600');
  await page.click('#write-go');
  await page.waitForFunction(() => document.querySelectorAll('#written > span').length > 20);
  await page.click('#write-stop');
  await done(page);
  const stopped = (await written(page)).length;
  assert.ok(stopped < 1600, `${stopped} characters`);
  await page.waitForTimeout(300);
  assert.equal((await written(page)).length, stopped);
  assert.deepEqual(faults, []);
  await close();
});

test('a text is coloured by what surprises the network', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '', { reducedMotion: 'reduce' });
  await own(page, english, 200);
  await page.click('a[data-view=write]');
  const colour = () => press(page, '#surprise', 'Colour it');
  await page.fill('#surprise-text', 'x');
  await colour();
  await says(page, '#surprise-error', /at least two characters/);
  await page.fill('#surprise-text', 'Tschüs');
  await colour();
  await says(page, '#surprise-error', /no “ü”/);
  await page.fill('#surprise-text', 'T'.repeat(3001));
  await colour();
  await says(page, '#surprise-error', /3001 characters. Take at most 3000/);

  await page.fill('#surprise-text', english.slice(0, 150));
  await colour();
  await says(page, '#surprise-words', /bits a character on average/);
  const expected = await number(page, '#surprise-words');
  await page.fill('#surprise-text', [...english.slice(0, 150)].reverse().join(''));
  await colour();
  await page.waitForFunction((expected) => parseFloat(document.getElementById('surprise-words').textContent) !== expected, expected);
  assert.ok((await number(page, '#surprise-words')) > 2 * expected, 'backwards it is a surprise');
  const tints = await page.locator('#surprise-page .tint').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  assert.equal(tints.length, 149);
  assert.ok(new Set(tints).size > 20, 'many shades');
  assert.deepEqual(faults, []);
  await close();
});
