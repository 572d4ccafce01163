// What moves an output: it sums to the difference from the baseline, has the shape of what came in, for each input; of a
// text a number a token; nothing of the model changes.
import assert from 'node:assert/strict';
import { everywhere } from './cells.mjs';
import { numbers, tensor } from './everything.mjs';

const [N, T, F] = [40, 7, 3]; // more than go at once
const x = tensor(numbers(N * T * F, 1), N, T, F);
const sums = ({ data }, samples) => {
  const size = data.length / samples;
  return Array.from({ length: samples }, (_, n) => data.subarray(n * size, (n + 1) * size).reduce((a, b) => a + b, 0));
};
const isShared = (all, after, before) => {
  after.forEach((value, n) => {
    const sum = all.reduce((total, its) => total + its[n], 0);
    const difference = value - before[n];
    assert.ok(Math.abs(sum - difference) <= 0.01 * Math.abs(difference) + 5e-5, `${sum}, ${difference}`);
  });
};

everywhere('a stack: of every number, from zeros or another baseline; the gradient by trying', async (entry) => {
  const { layers: l, sequential } = entry;
  const model = await sequential({
    seed: 1,
    layers: [
      l.lstm({ units: 6, returnSequences: true, stateful: true, dropout: 0.3, inputShape: [null, F] }),
      l.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const before = [await model.save(), await model.getStates()];
  const at = async (given, t, k) => {
    const y = await model.predict(given, { batchSize: N });
    await model.resetStates();
    return Array.from({ length: N }, (_, n) => y.data[(n * T + t) * 3 + k]);
  };
  const other = tensor(numbers(N * T * F, 2), N, T, F);
  const zeros = tensor(new Float32Array(N * T * F), N, T, F);
  const its = await model.attribute(x, { output: [5, 2] });
  assert.deepEqual([...its.shape], x.shape);
  isShared([sums(its, N)], await at(x, 5, 2), await at(zeros, 5, 2));
  isShared([sums(await model.attribute(x, { output: [5, 2], baseline: other, steps: 16 }), N)], await at(x, 5, 2), await at(other, 5, 2));

  const slopes = await model.attribute(x, { output: [3, 0], method: 'gradient' });
  for (const n of [0, 4, 9, 14]) {
    const [up, down] = [0.01, -0.01].map((step) => tensor(x.data.map((value, i) => (i === n ? value + step : value)), N, T, F));
    const slope = ((await at(up, 3, 0))[0] - (await at(down, 3, 0))[0]) / 0.02;
    assert.ok(Math.abs(slopes.data[n] - slope) < 1e-3, `${slopes.data[n]}, ${slope}`);
  }
  assert.deepEqual([await model.save(), await model.getStates()], before);
  model.dispose();
});

everywhere('a graph: by the name of an output, for each input; ragged tokens, one number each', async (entry) => {
  const { input, layers: l, model } = entry;
  const [words, sound] = [input({ shape: [null], dtype: 'int32', name: 'words' }), input({ shape: [null, F], name: 'sound' })];
  const both = l.concatenate().apply([l.embedding({ inputDim: 9, outputDim: 2 }).apply(words), sound]);
  const h = l.gru({ units: 4, returnSequences: true }).apply(both);
  const kind = l.dense({ units: 1, activation: 'sigmoid', name: 'kind' }).apply(l.simpleRNN({ units: 3 }).apply(h));
  const tags = l.dense({ units: 3, activation: 'softmax', name: 'tags' }).apply(h);
  const graph = await model({ inputs: [words, sound], outputs: [tags, kind], seed: 2 });
  const given = { words: [[1, 2, 3, 4], [5, 6]], sound: [[[1, 0, 2], [1, 1, 1], [0, 1, 0], [2, 2, 1]], [[1, 2, 3], [0, 0, 1]]] };
  const baseline = { words: [[8, 8, 8, 8], [8, 8]], sound: [Array(4).fill([0, 0, 0]), Array(2).fill([0, 0, 0])] };
  const [ofWords, ofSound] = await graph.attribute(given, { output: { kind: 0 }, baseline });
  assert.deepEqual(ofWords.toArray().map((one) => one.length), [4, 2]);
  assert.deepEqual(ofSound.toArray().map((one) => one.map((step) => step.length)), [[3, 3, 3, 3], [3, 3]]);
  const of = async (one) => [...(await graph.predict(one))[1].data];
  isShared([sums(ofWords, 2), sums(ofSound, 2)], await of(given), await of(baseline));
  const [early] = await graph.attribute(given, { output: { tags: [0, 1] } });
  assert.ok(early.data[0] !== 0 && early.data.slice(1, 4).every((one) => one === 0));

  const refused = (options, message) => assert.rejects(async () => graph.attribute(given, options), { message: `lstm: expected ${message}` });
  await refused({}, 'output in attribute to be an object of one of tags, kind; got number');
  await refused({ output: { nobody: 1 } }, 'output in attribute to be an object of one of tags, kind; got nobody');
  await refused({ output: { tags: 1 } }, "output in attribute to be [step, index] of 'tags', got 1 numbers");
  await refused({ output: { tags: [2, 1] } }, "a step below 2 in output, as sample 1 of 'tags' has, got 2");
  await refused({ output: { kind: 1 } }, "output below 1 of 'kind', got 1");
  await refused({ output: { kind: 0 }, steps: 0 }, 'steps of 1 to 1000 in attribute, got 0');
  await refused({ output: { kind: 0 }, method: 'gradient', steps: 8 }, "no baseline and no steps with method 'gradient' in attribute, got one");
  await refused({ output: { kind: 0 }, baseline: { ...baseline, words: [[8], [8]] } }, 'a baseline of as many samples and steps as x in words, got others');
  graph.dispose();
});

everywhere('a text: a number a token, of the token that is the likeliest to come or another', async (entry) => {
  const { languageModel, tokenizers } = entry;
  const lm = await languageModel({ tokenizer: tokenizers.char('abcdef'), embeddingDim: 4, units: [6, 5], seed: 3 });
  const dict = await lm.stateDict();
  dict['embedding.weight'].data.fill(0, 0, 4); // an a is nothing
  await lm.loadStateDict(dict);
  const [after, before] = [await lm.nextProbabilities('dfeb'), await lm.nextProbabilities('aaaa')];
  const likeliest = after.indexOf(Math.max(...after));
  const its = await lm.attribute('dfeb');
  assert.ok(its instanceof Float32Array && its.length === 4);
  assert.deepEqual(its, await lm.attribute(lm.tokenizer.encode('dfeb'), { output: likeliest }));
  isShared([sums({ data: its }, 1)], [after[likeliest]], [before[likeliest]]);
  isShared([sums({ data: await lm.attribute('dfeb', { output: 'c' }) }, 1)], [after[2]], [before[2]]);
  assert.equal((await lm.attribute('dfeb', { method: 'gradient' })).length, 4);
  await assert.rejects(async () => lm.attribute('dfeb', { output: 'z' }), /^RangeError: lstm: expected output in attribute to be a text of the vocabulary, got 'z'$/);
  await assert.rejects(async () => lm.attribute(''), /^TypeError: lstm: expected a text of at least one token/);
  lm.dispose();
});
