// Sequences of unequal lengths and all kinds of numbers, as people have them: nothing to pad, nothing to convert.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { tokens } from './everything.mjs';

const V = 9;
const lengths = [6, 1, 4, 3];
const T = Math.max(...lengths);
const sentences = lengths.map((length, n) => tokens(length, V, n + 1));
const labels = sentences.map((sentence) => sentence.map((token) => token % 3));
const series = sentences.map((sentence) => Array.from(sentence, (token) => [token / V, -token]));

async function tagger({ sequential, layers }, first) {
  const model = await sequential({
    seed: 5,
    layers: [
      ...first(layers),
      layers.bidirectional({ layer: layers.lstm({ units: 5, returnSequences: true }) }),
      layers.lstm({ units: 4, returnSequences: true, goBackwards: true }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  await model.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}
const ofTokens = (layers) => [layers.embedding({ inputDim: V, outputDim: 4 })];
const ofNumbers = (layers) => [layers.lstm({ units: 5, returnSequences: true, inputShape: [null, 2] })];

function near(got, expected) {
  assert.equal(got.length, expected.length);
  got.forEach((value, n) => Array.isArray(value) ? near(value, expected[n]) : assert.ok(Math.abs(value - expected[n]) < 1e-6));
}

for (const [where, entry] of Object.entries({ direct, worker: inWorker })) {
  for (const [what, first, x] of [['tokens', ofTokens, sentences], ['numbers', ofNumbers, series]]) {
    test(`sequences of unequal lengths give what each gives alone: ${what} (${where})`, async () => {
      const model = await tagger(entry, first);
      await model.fit(x, labels, { epochs: 2, batchSize: 3, validationSplit: 0.25, sampleWeight: labels.map((row) => row.map(() => 1)) });
      const y = await model.predict(x, { batchSize: 3 });
      assert.deepEqual(y.shape, [4, T, 3]);
      assert.deepEqual([...y.lengths], lengths);
      const all = y.toArray();
      assert.deepEqual(all.map((rows) => rows.length), lengths);
      let loss = 0;
      for (const [n, sequence] of x.entries()) {
        near(all[n], (await model.predict([sequence])).toArray()[0]);
        assert.ok(y.data.subarray((n * T + lengths[n]) * 3, (n + 1) * T * 3).every((value) => value === 0), 'padded with zeros');
        loss += ((await model.evaluate([sequence], [labels[n]])).loss * lengths[n]) / sentences.flatMap((s) => [...s]).length;
      }
      near([(await model.evaluate(x, labels)).loss], [loss]);
      const { layers } = await model.inspect(x);
      assert.deepEqual(layers.at(-1).h.toArray().map((rows) => rows.length), lengths);
      await model.dispose();
    });
  }

  test(`a prediction with its lengths, and any mixture of arrays, is an input too (${where})`, async () => {
    const model = await tagger(entry, ofTokens);
    const { Tensor } = entry;
    const expected = (await model.predict(sentences)).data;
    const padded = sentences.map((s) => [...s, ...Array(T - s.length).fill(0)]);
    const mixtures = [
      sentences.map((s) => Array.from(s)),
      [sentences[0], Array.from(sentences[1]), Float64Array.from(sentences[2]), BigInt64Array.from(sentences[3], BigInt)],
      [{ data: sentences[0], shape: [6] }, new Tensor(sentences[1], [1]), Uint8Array.from(sentences[2]), Float32Array.from(sentences[3])],
      { data: Int16Array.from(padded.flat()), shape: [4, T], lengths },
      new Tensor(Float32Array.from(padded.flat()), [4, T], lengths),
    ];
    for (const x of mixtures) assert.deepEqual((await model.predict(x)).data, expected);
    const second = await entry.sequential({ layers: [entry.layers.lstm({ units: 2, inputShape: [null, 3] })] });
    const again = await second.predict(await model.predict(sentences));
    near([...again.data], (await second.predict((await model.predict(sentences)).toArray())).toArray().flat());
    await model.dispose();
    await second.dispose();
  });

  test(`a tensor longer than all its sequences is what they are as arrays (${where})`, async () => {
    const model = await tagger(entry, ofNumbers);
    const steps = [[1, 2], [3, 4], [NaN, NaN]];
    const tensor = (lengths) => ({ data: Float32Array.from([steps, steps].flat(2)), shape: [2, 3, 2], lengths });
    for (const lengths of [[2, 2], [2, 1], Int32Array.of(1, 2), [1, 1]]) {
      const x = Array.from(lengths, (length) => steps.slice(0, length));
      const expected = await model.predict(x);
      const got = await model.predict(tensor(lengths));
      assert.deepEqual([got.shape, got.data, got.lengths], [expected.shape, expected.data, expected.lengths]);
      const y = x.map((rows) => rows.map(() => 1));
      assert.deepEqual(await model.evaluate(tensor(lengths), y), await model.evaluate(x, y));
    }
    const tokens = await tagger(entry, ofTokens);
    const padded = { data: Float64Array.of(1, 2, NaN, 3, 4, 0.5), shape: [2, 3], lengths: [2, 2] };
    assert.deepEqual((await tokens.predict(padded)).data, (await tokens.predict([[1, 2], [3, 4]])).data);
    await model.dispose();
    await tokens.dispose();
  });

  test(`every kind of numeric array is taken (${where})`, async () => {
    const model = await entry.sequential({ seed: 1, layers: [entry.layers.dense({ units: 2, inputShape: [3] })] });
    await model.compile({ loss: 'meanSquaredError' });
    const rows = [[1, 2, 3], [4, 5, 6]];
    const expected = (await model.predict(rows)).data;
    const kinds = [Float32Array, Float64Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
    for (const Kind of kinds) {
      assert.deepEqual((await model.predict({ data: Kind.from(rows.flat()), shape: [2, 3] })).data, expected, Kind.name);
      assert.deepEqual((await model.predict(rows.map((row) => Kind.from(row)))).data, expected, Kind.name);
      const column = Kind.from([0, 0, 0, 0]);
      await model.evaluate(rows, { data: column, shape: [2, 2] });
    }
    for (const Kind of [BigInt64Array, BigUint64Array]) {
      const data = Kind.from(rows.flat(), BigInt);
      assert.deepEqual((await model.predict({ data, shape: [2, 3] })).data, expected, Kind.name);
    }
    const series = Float64Array.from({ length: 6 }, (_, t) => t);
    const windows = [0, 1, 2].map((n) => series.subarray(n, n + 3));
    assert.deepEqual((await model.predict(windows)).data, (await model.predict([[0, 1, 2], [1, 2, 3], [2, 3, 4]])).data);
    await model.dispose();
  });

  test(`data that can't be taken are named with their kind and place (${where})`, async () => {
    const model = await tagger(entry, ofTokens);
    const numbers = await entry.sequential({ layers: [entry.layers.lstm({ units: 2, inputShape: [null, 2] })] });
    const refused = [
      [() => model.predict([[1, '1.5']]), 'expected a number in x, got "1.5" (a string) at [0, 1]'],
      [() => model.predict(['1', [2]]), 'expected a number in x, got "1" (a string) at [0]'],
      [() => model.predict([[1, null]]), 'expected a number in x, got null at [0, 1]'],
      [() => model.predict([[1], [2, 1.5]]), 'expected whole numbers in x, got 1.5 at [1, 1]'],
      [() => model.predict([[1], []]), 'expected 1 to 1 steps in x, got 0 at [1]'],
      [() => model.predict([[1, 2], [[1]]]), 'expected a number in x, got an array of length 1 at [1, 0]'],
      [() => model.predict([[1, 2], [V]]), `expected tokens below ${V} in embedding, got ${V} at [1, 0]`],
      [() => numbers.predict([[[1, 2]], [[1, 2], [3]]]), 'expected an array of length 2 in x, got an array of length 1 at [1, 1]'],
      [() => numbers.predict([[[1, 2]], [[1, 2], [3, NaN]]]), 'expected finite numbers in x, got nan at [1, 1, 1]'],
      [() => model.evaluate([[1], [2, 3]], [[1, 1], [1]]), 'expected 1 steps in y at [0], as in x, got 2'],
      [() => model.predict({ data: Int32Array.of(1, 2), shape: [2, 1], lengths: [1, 2] }), 'expected 2 lengths of 0 to 1 in x, got [1, 2]'],
      [() => model.predict({ data: Int32Array.of(1, 2), shape: [2, 1], lengths: 3 }), 'expected 2 lengths of 0 to 1 in x, got 3'],
      [() => model.predict({ data: Int32Array.of(1, 2), shape: [2, 1], lengths: null }), 'expected 2 lengths of 0 to 1 in x, got null'],
      [() => model.predict({ data: Int32Array.of(1, 2), shape: [2, 1], lengths: [1n, , 0.5] }), 'expected 2 lengths of 0 to 1 in x, got [1n (a bigint), undefined, 0.5]'],
      [() => model.predict({ data: Int32Array.of(1, 2), shape: [2], lengths: [1, 1] }), 'expected x with lengths to have at least 2 axes, got shape [2]'],
      [() => model.predict([[1, 2n]]), 'expected a number in x, got 2n (a bigint) at [0, 1]'],
      [() => model.loadStateDict({ 'embedding.weight': [[1, 2], [1]] }), 'expected an array of length 2 in embedding.weight, got an array of length 1 at [1]'],
    ];
    for (const [call, message] of refused) {
      await assert.rejects(async () => call(), (error) => {
        assert.equal(error.message, `lstm: ${message}`);
        return error instanceof TypeError || error instanceof RangeError;
      });
    }
    await model.dispose();
    await numbers.dispose();
  });
}
