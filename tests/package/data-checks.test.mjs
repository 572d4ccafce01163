// What is wrong with data is said before the first step, by its place; what does not count is not looked at.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const N = 14;
const x = Array.from({ length: N }, (_, n) => [[n / N, 1], [-n / N, 0]]);
const labels = x.map((_, n) => n % 2);

async function classifier({ sequential, layers }, loss, perStep = false) {
  const heads = { binaryCrossentropy: [1, 'sigmoid'], meanSquaredError: [1, 'linear'], categoricalCrossentropy: [2, 'softmax'], sparseCategoricalCrossentropy: [2, 'softmax'] };
  const [units, activation] = heads[loss];
  const model = await sequential({
    seed: 3,
    layers: [layers.lstm({ units: 3, inputShape: [null, 2], returnSequences: perStep }), layers.dense({ units, activation })],
  });
  await model.compile({ loss, metrics: loss === 'meanSquaredError' ? [] : ['accuracy'] });
  return model;
}
const changed = (rows, place, value) => {
  const copy = structuredClone(rows);
  let row = copy;
  for (const at of place.slice(0, -1)) row = row[at];
  row[place.at(-1)] = value;
  return copy;
};

for (const [where, entry] of Object.entries({ direct, worker: inWorker })) {
  test(`fit, trainOnBatch and evaluate refuse the same data, and change nothing (${where})`, async () => {
    const oneHot = labels.map((label) => [+(label === 0), +(label === 1)]);
    const cases = [
      ['meanSquaredError', changed(x, [12, 1, 1], NaN), labels, TypeError, 'expected finite numbers in x, got nan at [12, 1, 1]'],
      ['meanSquaredError', x, changed(labels, [7], NaN), TypeError, 'expected finite numbers in y, got nan at [7]'],
      ['meanSquaredError', x, changed(labels, [7], -Infinity), TypeError, 'expected finite numbers in y, got -inf at [7]'],
      ['binaryCrossentropy', x, labels.map((label) => 2 * label - 1), RangeError, 'expected y in 0 ... 1, got -1 at [0]'],
      ['binaryCrossentropy', x, labels.map((label) => label + 1), RangeError, 'expected y in 0 ... 1, got 2 at [1]'],
      ['categoricalCrossentropy', x, changed(oneHot, [3], [0, 0]), RangeError, 'expected shares of 0 ... 1 in y whose sum is 1, got a sum of 0 at [3]'],
      ['categoricalCrossentropy', x, changed(oneHot, [3], [-1, 2]), RangeError, 'expected shares of 0 ... 1 in y, got -1 at [3, 0]'],
      ['sparseCategoricalCrossentropy', x, changed(labels, [5], -100), RangeError, 'expected classes of 0 or more in y, got -100 at [5]'],
    ];
    for (const [loss, badX, badY, Kind, message] of cases) {
      const model = await classifier(entry, loss);
      const before = await model.stateDict();
      for (const call of [() => model.fit(badX, badY), () => model.trainOnBatch(badX, badY), () => model.evaluate(badX, badY)]) {
        await assert.rejects(call, (error) => {
          assert.equal(error.message, `lstm: ${message}`);
          return error instanceof Kind;
        });
      }
      assert.deepEqual(await model.stateDict(), before);
      await model.dispose();
    }
  });

  test(`steps that weigh nothing may hold anything, and lose nothing (${where})`, async () => {
    const tags = x.map(() => [1, 0]);
    const sampleWeight = x.map(() => [1, 0]);
    for (const filler of [-1, -100, NaN, 7]) {
      const model = await classifier(entry, 'sparseCategoricalCrossentropy', true);
      const expected = await model.evaluate(x, tags, { sampleWeight });
      assert.deepEqual(await model.evaluate(x, tags.map(([tag]) => [tag, filler]), { sampleWeight }), expected);
      await model.fit(x, tags.map(([tag]) => [tag, filler]), { sampleWeight, epochs: 2 });
      assert.ok(Object.values(await model.stateDict()).every(({ data }) => data.every(Number.isFinite)));
      await model.dispose();
    }
  });

  test(`evaluate says that a loss is not finite (${where})`, async () => {
    const model = await classifier(entry, 'meanSquaredError');
    const dict = await model.stateDict();
    await model.loadStateDict({ ...dict, 'dense.bias': [NaN] });
    await assert.rejects(async () => model.evaluate(x, labels), /^Error: lstm: expected a finite loss, got nan$/);
    await model.dispose();
  });
}

/** What a program that uses the package tells the console. */
async function told(entry, program) {
  const source = `
    import { init, layers, sequential } from '${entry}';
    const { prices, model } = { prices: [[[19000], [19100]], [[19300], [18000]]], model: await (async () => {
      ${program.before ?? ''}
      return sequential({ layers: [layers.lstm({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })] });
    })() };
    await model.compile({ loss: 'meanSquaredError' });
    ${program.run}`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source]);
  return stderr.split('\n').filter((line) => line.includes('standard deviation'));
}

test('data that are not scaled are told of once, where nobody asked for silence', async () => {
  const fit = 'for (let n = 0; n < 3; ++n) await model.fit(prices, [0.1, 0.2]);';
  const batch = 'for (let n = 0; n < 3; ++n) await model.trainOnBatch(prices, [0.1, 0.2]);';
  const cases = [
    [{ run: fit }, ['x']],
    [{ run: batch }, ['x']],
    [{ run: 'await model.fit([[[0.1]], [[0.2]]], [1900, 100]);' }, ['y']],
    [{ run: 'await model.fit([[[0.1]], [[0.2]]], [1, 2]);' }, []],
    [{ before: 'await init({ warnings: false });', run: fit }, []],
  ];
  for (const entry of ['lstm-wasm', 'lstm-wasm/worker']) {
    for (const [program, of] of cases) {
      const lines = await told(entry, { ...program, run: `${program.run} await model.dispose();` });
      assert.equal(lines.length, of.length, `${entry}: ${program.run} ${lines}`);
      for (const [n, name] of of.entries()) assert.match(lines[n], new RegExp(`deviation of ${name} is .*forecast\\.md`));
    }
  }
});
