// Failure is exact: a worker killed in the middle of a fit, a fit aborted after any step, a model too large
// for the memory, a file cut anywhere.
import assert from 'node:assert/strict';
import module, { createRequire } from 'node:module';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import { record } from '../facts.mjs';
import { built, everyOption } from './everything.mjs';

const threads = createRequire(import.meta.url)('node:worker_threads');
const workers = [];
threads.Worker = class extends threads.Worker {
  constructor(...args) {
    super(...args);
    workers.push(this);
  }
};
module.syncBuiltinESMExports();
const inWorker = await import('lstm-wasm/worker');

const task = everyOption[2];
const fit = (model, options) => model.fit(task.x, task.y, { ...task.fit, ...options });

test('a worker killed in the middle of a fit: the calls reject, the last checkpoint goes on in a new one', async () => {
  await inWorker.init({ threads: 1 });
  const whole = await built(inWorker, task);
  const { history } = await fit(whole, { epochs: 6 });
  const model = await built(inWorker, task);
  let checkpoint;
  const onEpochEnd = async (epoch) => {
    if (epoch < 3) checkpoint = await model.save({ optimizer: true });
    if (epoch === 3) workers.at(-1).terminate();
  };
  await assert.rejects(fit(model, { epochs: 6, callbacks: { onEpochEnd } }), /^Error: lstm: the worker failed/);
  await assert.rejects(model.predict(task.x), /^Error: lstm: the worker failed/);
  assert.equal((await inWorker.init()).threads, 1, 'as the first worker was told');
  const loaded = await inWorker.loadModel(checkpoint);
  const rest = await fit(loaded, { epochs: 6, initialEpoch: 3 });
  assert.deepEqual(rest.history.loss, history.loss.slice(3));
  workers.at(-1).unref();
  record('a worker killed in a fit', { faults: 1, lostWeights: 0 });
});

for (const [entry, lib] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  test(`a fit aborted after any step leaves the weights of that step: ${entry}`, async () => {
    const files = [];
    const whole = await built(lib, task);
    await fit(whole, { epochs: 2, callbacks: { onBatchEnd: async () => void files.push(Buffer.from(await whole.save())) } });
    for (const [step, file] of files.entries()) {
      const model = await built(lib, task);
      const stop = new AbortController();
      let done = 0;
      const onBatchEnd = () => void (done++ === step && stop.abort());
      await assert.rejects(fit(model, { epochs: 3, callbacks: { onBatchEnd }, signal: stop.signal }), { name: 'AbortError' });
      assert.ok(file.equals(await model.save()), `step ${step}`);
      model.dispose();
    }
    record(`fits aborted after every step, ${entry}`, { faults: files.length, lostWeights: 0 });
  });
}

test('a model too large for the memory is refused, again and again, and the others go on', async () => {
  const model = await built(direct, task);
  const before = (await model.predict(task.x)).data;
  for (let n = 0; n < 20; ++n) {
    const layers = [direct.layers.dense({ units: 30_000, inputShape: [40_000] })];
    await assert.rejects(direct.sequential({ layers }), { name: 'RangeError', message: /^lstm: expected/ });
  }
  assert.deepEqual((await model.predict(task.x)).data, before);
  record('models too large for the memory', { faults: 20, lostWeights: 0 });
});

test('a file cut at any byte is refused', async () => {
  const model = await direct.sequential({ layers: [direct.layers.dense({ units: 2, inputShape: [3] })] });
  model.compile({ loss: 'meanSquaredError' });
  await model.fit([[1, 2, 3]], [[1, 2]]);
  const file = await model.save({ optimizer: true });
  for (let end = 0; end < file.length; ++end) {
    await assert.rejects(direct.loadModel(file.slice(0, end)), { name: 'TypeError', message: /^lstm: / }, `${end}`);
  }
  record('files cut at every byte', { badInputs: file.length, crashes: 0 });
});
