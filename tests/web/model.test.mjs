// A network as a file, as code and as an address.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languageModel, schedules, tokenizers } from 'lstm-wasm';
import { own, press, says, setUp, visit } from './visit.mjs';

const scene = setUp();
const english = 'The lamp went out at nine, and by ten the tide was over the kitchen floor. '.repeat(40);
const quiet = { reducedMotion: 'reduce' }; // nothing but what is asked for

async function sample(page) {
  await page.click('a[data-view=write]');
  await page.fill('#prompt', 'The lamp ');
  await page.click('#write-go');
  await page.locator('#write-stop:disabled').waitFor();
  return page.textContent('#written');
}

test('a saved file gives the same sample in a fresh profile; its code makes the same network', { timeout: 120_000 }, async () => {
  const one = await visit(scene, '#text?letters=200', { ...quiet, permissions: ['clipboard-read', 'clipboard-write'] });
  await one.page.click('a[data-view=model]');
  assert.equal(await one.page.isDisabled('#save'), true);
  await one.page.click('a[data-view=text]');
  await own(one.page, english, 200);
  const expected = await sample(one.page);
  await one.page.click('a[data-view=model]');
  const saving = one.page.waitForEvent('download');
  await press(one.page, '#view-model', 'Save as a file');
  const saved = await saving;
  assert.equal(saved.suggestedFilename(), 'your-text-lstm-32.safetensors');
  const path = await saved.path();
  const { length } = readFileSync(path);

  await press(one.page, '#view-model', 'Copy the address');
  const link = await one.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, `${scene.server.address}#text?source=own&units=32&window=32&batch=16&steps=200&letters=200`);

  await press(one.page, '#view-model', 'Copy the JavaScript');
  const code = await one.page.evaluate(() => navigator.clipboard.readText());
  const body = code.replace(/^import.*$/m, '').replace("await (await fetch('your-text.txt')).text()", 'given').replace(/for await.*/s, 'return model;');
  const AsyncFunction = (async () => {}).constructor;
  const model = await new AsyncFunction('languageModel', 'schedules', 'tokenizers', 'given', body)(languageModel, schedules, tokenizers, english);
  const unseen = english.slice(Math.floor(english.length * 0.9));
  const { bitsPerToken } = await model.evaluate(unseen); // another build of the library: nearly the same
  const shown = Number(await one.page.textContent('#stat-unseen'));
  assert.ok(Math.abs(bitsPerToken - shown) < 0.05, `${bitsPerToken} where the page has ${shown}`);
  model.dispose();

  await says(one.page, '#python', /nn.Embedding\(25, 64\)\n {8}self.lstm = nn.LSTM\(64, 32, batch_first=True\)\n {8}self.dense = nn.Linear\(32, 25\)/);
  await one.page.check('#save-optimizer');
  const more = one.page.waitForEvent('download');
  await press(one.page, '#view-model', 'Save as a file');
  const all = readFileSync(await (await more).path()).length;
  assert.ok(all > 2.5 * length, `${all} bytes with the optimizer's state, ${length} without`);

  const two = await visit(scene, '#model?letters=200', quiet);
  await two.page.setInputFiles('#load', { name: 'lamp.safetensors', mimeType: '', buffer: readFileSync(path) });
  await says(two.page, '#load-words', /“lamp.safetensors” is here: LSTM 32/);
  await says(two.page, '#view-model .bench', /^LSTM 32 from lamp.safetensors\.Train another$/);
  await says(two.page, '#js', /loadLanguageModel/);
  assert.equal(await sample(two.page), expected);
  assert.deepEqual([...one.faults, ...two.faults], []);
  await one.close();
  await two.close();
});

test('what is no network is refused in words, and the network that is there stays', { timeout: 120_000 }, async () => {
  const { page, faults, close } = await visit(scene, '#model', quiet);
  const load = (name, buffer) => page.setInputFiles('#load', { name, mimeType: '', buffer });
  await load('empty.safetensors', Buffer.alloc(0));
  await says(page, '#load-error', /“empty.safetensors” is not a network that this page can read: it is empty/);
  await load('zeros.bin', Buffer.alloc(5000));
  await says(page, '#load-error', /“zeros.bin” is not a network that this page can read: Expected/);
  await load('page.html', Buffer.from('<!doctype html><title>no network at all</title>'));
  await says(page, '#load-error', /“page.html” is not a network/);
  await says(page, '#view-model .bench', /^No network has begun to learn yet/);
  assert.deepEqual(faults, []);
  await close();
});

test('a network of other cells, from a file made elsewhere, writes, and is code in PyTorch', { timeout: 120_000 }, async () => {
  const lm = await languageModel({ tokenizer: tokenizers.char(english), units: [24, 16], cell: 'gru', seed: 1 });
  await lm.fit(english, { sequenceLength: 16, batchSize: 4, steps: 20, learningRate: 0.02 });
  const bytes = await lm.save();
  lm.dispose();
  const { page, faults, close } = await visit(scene, '#model?letters=100', quiet);
  await page.setInputFiles('#load', { name: 'gru.safetensors', mimeType: '', buffer: Buffer.from(bytes) });
  await says(page, '#load-words', /is here: GRU 24 \+ 16/);
  await says(page, '#python', /self.gru = nn.GRU\(64, 24, batch_first=True\)\n {8}self.gru_1 = nn.GRU\(24, 16, batch_first=True\)/);
  assert.match(await sample(page), /^The lamp ./);
  await page.click('a[data-view=inside]');
  await says(page, '#inside-error', /gates of an LSTM. This network is a GRU 24 \+ 16/);
  assert.deepEqual(faults, []);
  await close();
});

test('a network of words, from a file made elsewhere, writes and is surprised too', { timeout: 120_000 }, async () => {
  const lm = await languageModel({ tokenizer: tokenizers.word(english), units: [32], seed: 1 });
  await lm.fit(english, { sequenceLength: 16, batchSize: 4, steps: 150, learningRate: 0.02 });
  const bytes = await lm.save();
  lm.dispose();
  const { page, faults, close } = await visit(scene, '#model?letters=100&topk=1', quiet);
  await page.setInputFiles('#load', { name: 'words.safetensors', mimeType: '', buffer: Buffer.from(bytes) });
  await says(page, '#load-words', /is here: LSTM 32/);
  assert.match(await sample(page), /^The lamp {1,2}went out at nine, and by ten the tide was over/);
  await says(page, '#next-title', /^After “/);
  await page.locator('#written > span').nth(6).hover();
  await page.locator('#next-bars .taken').waitFor();
  assert.equal(await page.locator('#next-bars[data-kind=word] .taken kbd').textContent(), await page.locator('#written > span').nth(6).textContent());
  await page.fill('#surprise-text', english.slice(0, 150));
  await press(page, '#surprise', 'Colour it');
  await says(page, '#surprise-words', /bits a word on average/);
  assert.deepEqual(faults, []);
  await close();
});
