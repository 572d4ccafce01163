// A worker that is ended in the middle of a fit: the call rejects, and the last checkpoint goes on in a new one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '../facts.mjs';
import { repository } from './server.mjs';
import { beforeWorker, openTab, setUp } from './visit.mjs';

const scene = setUp({ root: repository });

test('a worker killed in the middle of a fit, in a page', { timeout: 60_000 }, async () => {
  const { page, faults, close } = await openTab(scene, 'tests/web/blank.html', {}, () => {
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        globalThis.worker = this;
      }
    };
  });
  const { expected, failure, after, rest, chosen } = await page.evaluate(async (address) => {
    const { built, everyOption } = await import(`${address}tests/package/everything.mjs`);
    const lib = await import(`${address}dist/worker.js`);
    await lib.init({ variant: 'simd', threads: 1 });
    const task = everyOption[2];
    const fit = (model, options) => model.fit(task.x, task.y, { ...task.fit, ...options });
    const message = ({ message }) => message;
    const whole = await built(lib, task);
    const expected = (await fit(whole, { epochs: 6 })).history.loss;

    const model = await built(lib, task);
    let checkpoint;
    const onEpochEnd = async (epoch) => {
      if (epoch < 3) checkpoint = await model.save({ optimizer: true });
      if (epoch === 3) globalThis.worker.terminate();
    };
    const failure = await fit(model, { epochs: 6, callbacks: { onEpochEnd } }).catch(message);
    const after = await model.predict(task.x).catch(message);
    const loaded = await lib.loadModel(checkpoint);
    const rest = (await fit(loaded, { epochs: 6, initialEpoch: 3 })).history.loss;
    return { expected, failure, after, rest, chosen: await lib.init() };
  }, scene.server.address);
  assert.equal(failure, 'lstm: the worker failed: it ended');
  assert.equal(after, failure);
  assert.deepEqual(rest, expected.slice(3));
  assert.equal(chosen.variant, 'simd', 'as the first worker was told');
  assert.deepEqual(faults, []);
  record('a worker killed in a fit, in Chromium', { faults: 1, lostWeights: 0 });
  await close();
});

test('where the browser denies locks, a worker works without, and nothing is thrown', { timeout: 60_000 }, async () => {
  const { page, faults, close } = await openTab(scene, 'tests/web/blank.html');
  const uncaught = `addEventListener('unhandledrejection', ({ reason }) => (globalThis.uncaught = String(reason)));\n`;
  const denied = `LockManager.prototype.request = () => (globalThis.asked = true, Promise.reject(new DOMException('denied', 'SecurityError')));\n`;
  await beforeWorker(page, uncaught + denied);
  const losses = await page.evaluate(async (address) => {
    const { built, everyOption } = await import(`${address}tests/package/everything.mjs`);
    const lib = await import(`${address}dist/worker.js`);
    const task = everyOption[2];
    const model = await built(lib, task);
    return (await model.fit(task.x, task.y, { ...task.fit, epochs: 2 })).history.loss;
  }, scene.server.address);
  assert.ok(losses.length === 2 && losses.every(Number.isFinite), `${losses}`);
  const seen = await page.workers()[0].evaluate(() => [globalThis.asked, globalThis.uncaught]);
  assert.deepEqual(seen, [true, undefined]);
  assert.deepEqual(faults, []);
  await close();
});
