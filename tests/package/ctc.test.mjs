// CTC in JavaScript: what is learned by it is decoded, and the decoder agrees with all that can be said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as main from 'lstm-wasm';
import * as worker from 'lstm-wasm/worker';

const { decodeCtc } = main;

/** What a path says: no class twice on end, no blanks. */
const said = (path, blank) => path.filter((k, t) => k !== blank && k !== path[t - 1]);

/** The probability of everything that [T, K] logits can say, by its labels. */
function byAllPaths(logits) {
  const K = logits[0].length;
  const shares = logits.map((row) => {
    const sum = row.reduce((all, z) => all + Math.exp(z), 0);
    return row.map((z) => Math.exp(z) / sum);
  });
  const all = new Map();
  const go = (path, p) => {
    if (path.length < logits.length) return shares[path.length].forEach((share, k) => go([...path, k], p * share));
    const name = said(path, K - 1).join();
    all.set(name, (all.get(name) ?? 0) + p);
  };
  go([], 1);
  return [...all].sort(([, a], [, b]) => b - a);
}

let state = 17;
const random = () => (2 * (state = (state * 48271) % 2147483647)) / 2147483647 - 1;
const logits = (T, K) => Array.from({ length: T }, () => Array.from({ length: K }, () => 2 * random()));

test('a wide beam finds what is likeliest of all, with its probability', () => {
  for (let n = 0; n < 20; ++n) {
    const z = logits(5, 3);
    const wanted = byAllPaths(z).slice(0, 3);
    const [found] = decodeCtc([z], { beamWidth: 100, top: 3 });
    assert.deepEqual(found.map(({ labels }) => labels.join()), wanted.map(([labels]) => labels));
    found.forEach(({ logProbability }, m) => assert.ok(Math.abs(logProbability - Math.log(wanted[m][1])) < 1e-9));
  }
});

test('without a beam each step says what it likes best', () => {
  const z = (k) => [0, 1, 2, 3].map((other) => (other === k ? 3 : 0));
  const [[{ labels, begins, ends }]] = decodeCtc([[3, 0, 0, 3, 0, 1, 1].map(z)]);
  assert.deepEqual({ labels, begins, ends }, { labels: [0, 0, 1], begins: [1, 4, 5], ends: [3, 5, 7] });
});

test('logits of unequal lengths, none, and options out of range', () => {
  const z = logits(4, 3);
  const alone = decodeCtc([z.slice(0, 2)], { beamWidth: 3 });
  const both = decodeCtc({ data: Float64Array.from([...z, ...z].flat()), shape: [2, 4, 3], lengths: [4, 2] }, { beamWidth: 3 });
  assert.deepEqual(both[1], alone[0]);
  assert.equal(both.length, 2);
  assert.throws(() => decodeCtc(z), /expected logits of shape \[N, T, labels and a blank\], got \[4, 3\]/);
  assert.throws(() => decodeCtc([[[0, Number.NaN]]]), /expected finite numbers in logits/);
  assert.throws(() => decodeCtc([z], { top: 2 }), { name: 'RangeError', message: /expected top of decodeCtc to be a whole number from 1 to 1, got 2/ });
  assert.throws(() => decodeCtc([z], { beamWidth: 1.5 }), RangeError);
  assert.throws(() => decodeCtc([z], { beam: 3 }), /expected options of decodeCtc among beamWidth, top; got 'beam'/);
});

/** Labels in order, each shown for two steps, with gaps of any length. */
function lines(count) {
  const [x, y] = [[], []];
  for (let n = 0; n < count; ++n) {
    const labels = Array.from({ length: n % 4 }, () => Math.floor(((random() + 1) / 2) * 2.999));
    const steps = [[0, 0, 0]];
    for (const label of labels) {
      const shown = [0, 1, 2].map((k) => Number(k === label));
      steps.push(shown, shown, ...Array.from({ length: 1 + (n % 3) }, () => [0, 0, 0]));
    }
    x.push(steps);
    y.push(labels);
  }
  return { x, y };
}

for (const [name, entry] of Object.entries({ main, worker })) {
  test(`${name}: a model learns what is said, and not when`, async () => {
    const { sequential, layers, optimizers, loadModel } = entry;
    const { x, y } = lines(24);
    const model = await sequential({
      layers: [layers.lstm({ units: 16, returnSequences: true, inputShape: [null, 3] }), layers.dense({ units: 4 })],
    });
    await model.compile({ loss: 'ctc', optimizer: optimizers.adam({ learningRate: 0.02 }), metrics: ['editDistance'] });
    const { history } = await model.fit(x, y, { epochs: 60, batchSize: 8, validationData: [x, y] });
    assert.equal(history.val_editDistance.at(-1), 0);
    const decoded = entry.decodeCtc(await model.predict(x), { beamWidth: 4 });
    assert.deepEqual(decoded.map(([{ labels }]) => labels), y);
    const again = await loadModel(await model.save());
    assert.deepEqual(await again.evaluate(x, y), await model.evaluate(x, y));
    await assert.rejects(model.fit([[[0, 0, 0]]], [[1, 1]]), /expected at least 3 steps for the 2 labels of y at \[0\]/);
    again.dispose();
    model.dispose();
  });
}
