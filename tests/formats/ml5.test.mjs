// charRNN folders of ml5, made here: read as ml5 runs them, or refused.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromCharRNN } from 'lstm-wasm/ml5';
import * as worker from 'lstm-wasm/worker';
import { characters, embeddingDim as E, folder, json, tensors, units } from './char-rnn.mjs';
import { isRefusal, refusedWith, refusesEveryCut } from './strangers.mjs';

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** [x, h] K + b, gates i, j, f, o; c = sigmoid(f + 1) c + sigmoid(i) tanh(j); h = sigmoid(o) tanh(c). */
function cell([x, { h, c }], [, [, columns], kernel], [, , bias]) {
  const z = Array.from(bias, (b, n) => [...x, ...h].reduce((sum, value, row) => sum + value * kernel[row * columns + n], b));
  const [i, j, f, o] = [0, 1, 2, 3].map((gate) => z.slice(gate * h.length, (gate + 1) * h.length));
  const next = c.map((value, n) => sigmoid(f[n] + 1) * value + sigmoid(i[n]) * Math.tanh(j[n]));
  return { h: next.map((value, n) => sigmoid(o[n]) * Math.tanh(value)), c: next };
}

/** The probabilities of every character after a text, as ml5 computes them. */
function reference(list, tokens) {
  const [[, , embedding], [, , w], [, , b], ...cells] = list;
  let states = units.map((H) => ({ h: Array(H).fill(0), c: Array(H).fill(0) }));
  for (const token of tokens) {
    let x = Array.from(embedding.subarray(token * E, (token + 1) * E));
    states = states.map((state, k) => {
      const next = cell([x, state], cells[2 * k], cells[2 * k + 1]);
      x = next.h;
      return next;
    });
  }
  const z = Array.from(b, (bias, n) => states.at(-1).h.reduce((sum, value, row) => sum + value * w[row * characters.length + n], bias));
  const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
  return z.map((value) => Math.exp(value) / total);
}

for (const older of [false, true]) {
  test(`a folder ${older ? 'of the older spelling ' : ''}predicts what ml5 does`, async () => {
    const list = tensors(older);
    const { model, notes } = await fromCharRNN(folder(list));
    const expected = reference(list, [2, 0, 3, 4, 1, 0]);
    const probabilities = await model.nextProbabilities('abé😀 b');
    expected.forEach((one, n) => assert.ok(Math.abs(one - probabilities[n]) < 1e-6, `${one} and ${probabilities[n]} at ${n}`));
    assert.deepEqual(model.tokenizer.vocabulary, characters);
    assert.deepEqual(notes, [
      'Added 1 to the biases of the forget gates, as ml5 does at every step: the files do not hold it.',
      "Left out 'Variable', which no layer has.",
    ]);
    model.dispose();
  });
}

test('it may be an address, with or without a slash at its end, or files', async () => {
  const files = folder();
  const server = createServer(({ url }, response) => {
    const file = files[url.replace('/net/', '')];
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${server.address().port}`;
  const chosen = Object.entries(files).map(([name, bytes]) => new File([bytes], name));
  for (const source of [`${address}/net`, new URL(`${address}/net/`), chosen]) {
    const { model } = await fromCharRNN(source);
    assert.equal(model.countParams(), tensors().reduce((sum, [, , { length }]) => sum + length, 0));
    model.dispose();
  }
  await assert.rejects(fromCharRNN(`${address}/other`), /^Error: lstm: expected a file at http:.*\/other\/manifest.json in fromCharRNN, got status 404$/);
  server.close();
});

test('the model is made where it is said, in a worker too', async () => {
  const { model } = await fromCharRNN(folder(), { in: worker });
  const { model: here } = await fromCharRNN(folder());
  assert.deepEqual(await model.nextProbabilities('ab'), await here.nextProbabilities('ab'));
  for (const one of [model, here]) one.dispose();
});

test('entries of the vocabulary that are no single character have stand-ins, and a note', async () => {
  const { model, notes } = await fromCharRNN(folder(tensors(), ['', 'a', '  ', 'b', '\ue000']));
  assert.deepEqual(model.tokenizer.vocabulary, ['\ue001', 'a', '\ue002', 'b', '\ue000']);
  assert.equal(notes[1], "Made the sign U+E001 of entry 0 of vocab.json, '', which is no single character.");
  model.dispose();
});

test('a file of another size, a missing one and other JSON are refused by their names', async () => {
  const files = folder();
  const refuses = (changed, words) => assert.rejects(fromCharRNN({ ...files, ...changed }), refusedWith(words));
  await refuses({ embedding: new Uint8Array(8) }, /expected 60 bytes in 'embedding' of shape \[5, 3\], got 8/);
  await refuses({ embedding: undefined }, /expected a file 'embedding' in fromCharRNN/);
  await refuses({ 'manifest.json': json([]) }, /an object of tensors in manifest.json, got an array/);
  await refuses({ 'vocab.json': json({ a: 0, b: 0 }) }, /each once, got 0 of 'b'/);
  await refuses({ 'vocab.json': json({ a: 1, b: 0 }) }, /expected 'embedding' to be for the 2 characters of vocab.json, got shape \[5, 3\]/);
  await assert.rejects(fromCharRNN(3), isRefusal);
});

test('every file cut at every byte is refused', async () => {
  const files = folder();
  for (const [name, bytes] of Object.entries(files)) {
    await refusesEveryCut(bytes, (cut) => fromCharRNN({ ...files, [name]: cut }));
  }
});

test('whatever a manifest says, it is read or refused', async () => {
  const files = folder();
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
  const wrong = fc.oneof(fc.jsonValue(), fc.record({ filename: fc.constantFrom('embedding', '../embedding', ''), shape: fc.array(fc.oneof(fc.nat(), fc.constant(2 ** 31)), { maxLength: 3 }) }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(manifest).slice(1)), wrong, async (name, entry) => {
      const changed = json({ ...manifest, [name]: entry });
      await fromCharRNN({ ...files, 'manifest.json': changed }).then(({ model }) => model.dispose(), isRefusal);
    }),
    { numRuns: 300, seed: 1 },
  );
});
