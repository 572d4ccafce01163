// Looking at a model that learns changes nothing in it; and what states can't be carried through is refused.
// Each build in a process of its own: init() counts once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const program = new URL('./looking.mjs', import.meta.url).href;

for (const [entry, threads] of [['lstm-wasm', 1], ['lstm-wasm', 2], ['lstm-wasm/worker', 2]]) {
  test(`whatever looks at a fit leaves its bits alone: ${entry}, ${threads} ${threads > 1 ? 'threads' : 'thread'}`, async () => {
    const script = `
      const { looking } = await import('${program}');
      console.log(JSON.stringify(await looking(await import('${entry}'), { threads: ${threads} })));
      process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 120_000 });
    const all = JSON.parse(stdout);
    assert.equal(all.length, 14);
    for (const { name, same } of all) assert.ok(same, name);
  });
}

const x = Array.from({ length: 10 }, (_, n) => [[n / 10], [1 - n / 10]]);
const y = x.map(([[a]]) => a);

for (const [name, { layers, sequential }] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  const stateful = async () => {
    const model = await sequential({ seed: 1, layers: [layers.lstm({ units: 3, stateful: true, inputShape: [2, 1] }), layers.dense({ units: 1 })] });
    await model.compile({ loss: 'meanSquaredError' });
    return model;
  };

  test(`${name}: batches that states can't be carried through are refused before the first`, async () => {
    const model = await stateful();
    const before = await model.save({ optimizer: true });
    const callbacks = { onTrainBegin: () => assert.fail('it began') };
    const refused = (options, message) => assert.rejects(model.fit(x, y, { callbacks, ...options }), { name: 'TypeError', message });
    await refused({ batchSize: 4 }, /a batchSize that shares 10 samples out evenly.*one of 1, 2, 5, 10; got 4/);
    await refused({ batchSize: 5, validationData: [x.slice(0, 6), y.slice(0, 6)] }, /shares 6 samples out evenly.*one of 1, 2, 10; got 5/);
    await refused({ batchSize: 5, validationSplit: 0.3 }, /shares 7 samples out evenly.*one of 1, 7; got 5/);
    await assert.rejects(async () => model.predict(x, { batchSize: 4 }), { name: 'TypeError', message: /one of 1, 2, 5, 10; got 4/ });
    assert.deepEqual(await model.save({ optimizer: true }), before);
    await model.predict(x.slice(0, 2));
    await assert.rejects(model.fit(x, y, { batchSize: 5 }), { name: 'TypeError', message: /a batch of 2 samples, as the states have, got 5: resetStates\(\)/ });
  });

  test(`${name}: resetStates in a callback begins the training's states anew`, async () => {
    const losses = async (look) => {
      const model = await stateful();
      const each = [];
      const onBatchEnd = (_, { loss }) => void each.push(loss);
      await model.fit(x, y, { batchSize: 5, shuffle: false, epochs: 2, callbacks: [{ onBatchEnd }, { onEpochEnd: () => look(model) }] });
      return each;
    };
    const kept = await losses(() => {});
    const reset = await losses((model) => model.resetStates());
    const set = await losses((model) => model.setStates({}));
    assert.deepEqual(reset.slice(0, 2), kept.slice(0, 2));
    assert.notDeepEqual(reset, kept);
    assert.deepEqual(set, reset);
    assert.deepEqual(await losses((model) => model.predict(x.slice(0, 3))), kept);
  });
}
