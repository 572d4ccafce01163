import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { countsEpochs, guide, guideLayers, stopsAtACallback } from './tasks.mjs';

const text = 'the tide comes in, the boats go out. '.repeat(60);

async function guideRun({ sequential, layers, optimizers }) {
  const model = await sequential({ seed: 1, layers: guideLayers(layers) });
  await model.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  const { history } = await model.fit(guide.x, guide.y, { epochs: 20, batchSize: 2 });
  return { history, logs: await model.evaluate(guide.x, guide.y), y: await model.predict(guide.x) };
}

async function textRun({ languageModel, tokenizers }) {
  const lm = await languageModel({ tokenizer: tokenizers.char(text), units: [16], seed: 3 });
  const losses = [];
  await lm.fit(text, {
    batchSize: 2,
    sequenceLength: 16,
    steps: 12,
    callbacks: { onStep: ({ loss }) => void losses.push(loss) },
  });
  let written = '';
  for await (const piece of lm.generate({ prompt: 'the ', length: 20, seed: 1 })) written += piece;
  return { losses, written, score: await lm.evaluate(text) };
}

test('the worker gives the numbers of the calling thread, in the same types', async () => {
  const there = await guideRun(inWorker);
  assert.deepEqual(there, await guideRun(direct));
  assert.ok(there.y instanceof inWorker.Tensor);
  assert.deepEqual(await textRun(inWorker), await textRun(direct));
});

test('the same names on both sides', async () => {
  const classes = ['Sequential', 'Model', 'LanguageModel', 'Stream']; // in the worker's module: types only
  const names = Object.keys(direct).filter((name) => !classes.includes(name));
  assert.deepEqual(Object.keys(inWorker).sort(), names.sort());
  assert.deepEqual(await inWorker.init(), await direct.init());
});

test('models have the same methods on both sides', async () => {
  const options = { tokenizer: direct.tokenizers.char(text), units: [2] };
  for (const [there, Local] of [
    [await inWorker.sequential({ layers: guideLayers(direct.layers) }), direct.Sequential],
    [await inWorker.languageModel(options), direct.LanguageModel],
  ]) {
    for (let part = Local.prototype; part !== Object.prototype; part = Object.getPrototypeOf(part)) {
      for (const name of Reflect.ownKeys(part)) {
        if (name !== 'constructor') assert.equal(typeof there[name], 'function', String(name));
      }
    }
    assert.equal(JSON.stringify(there).includes('dispose'), false); // and nothing is called by it
  }
});

test('a model whose call is under way is not collected', async () => {
  const script = `
    import { languageModel, layers, sequential, tokenizers } from 'lstm-wasm/worker';
    const collect = setInterval(gc, 1);
    const fit = async () => {
      const model = await sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
      await model.compile({ loss: 'meanSquaredError' });
      return model.fit([[1]], [1], { epochs: 100, callbacks: { onEpochEnd() {} } });
    };
    console.log((await fit()).epoch.length);
    let written = '';
    const tokenizer = tokenizers.char('abc');
    for await (const piece of (await languageModel({ tokenizer })).generate({ prompt: 'a', length: 2000 })) {
      written += piece;
    }
    console.log(written.length);
    clearInterval(collect);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', script],
    { timeout: 20000 },
  );
  assert.equal(stdout, '100\n2000\n');
});

test('a generation left without a word ends in the worker when it is collected', async () => {
  const script = `
    import module, { createRequire } from 'node:module';
    const threads = createRequire(process.cwd() + '/')('node:worker_threads');
    const sent = { open: 0, forget: 0 };
    threads.Worker = class extends threads.Worker {
      postMessage(message, transfer) {
        const [name] = message.path ?? [];
        if (name in sent) ++sent[name];
        super.postMessage(message, transfer);
      }
    };
    module.syncBuiltinESMExports();
    const { languageModel, tokenizers } = await import('lstm-wasm/worker');
    const lm = await languageModel({ tokenizer: tokenizers.char('abc'), units: [4] });
    const leave = () => lm.generate({ prompt: 'a', length: 1e6 }).next();
    for (let n = 0; n < 8; ++n) await leave();
    const kept = lm.generate({ prompt: 'a', length: 1e6 });
    await kept.next();
    while (sent.forget < 8) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    let written = 1;
    for await (const piece of kept) if ((written += piece.length) > 20_000) break;
    console.log(JSON.stringify({ ...sent, written }));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', script],
    { timeout: 20000 },
  );
  assert.equal(stdout, '{"open":9,"forget":9,"written":20001}\n');
});

test('callbacks may be methods, and an abort does not wait for one', async () => {
  const { sequential, layers } = inWorker;
  const model = await sequential({ layers: guideLayers(layers) });
  await model.compile({ loss: 'binaryCrossentropy' });
  await countsEpochs(model);
  await stopsAtACallback(model);
});

test('this thread is free while the worker trains, and waits only when it wants to', async () => {
  const { languageModel, tokenizers } = inWorker;
  const lm = await languageModel({ tokenizer: tokenizers.char(text), seed: 3 });
  assert.equal(lm.tokenizer.decode(lm.tokenizer.encode('tide')), 'tide');
  const stop = new AbortController();
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  let steps = 0;
  let release;
  const paused = new Promise((resolve) => {
    release = resolve;
  });
  const fit = lm.fit(text, {
    batchSize: 8,
    steps: 1e6,
    signal: stop.signal,
    callbacks: {
      onStep({ step }) {
        steps = step;
        return step === 3 ? paused : undefined;
      },
    },
  });
  fit.catch(() => {});
  while (steps < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(steps, 3); // paused
  assert.ok((await lm.evaluate('the tide')).loss > 0);
  release();
  while (steps < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  await assert.rejects(fit, { name: 'AbortError' });
  clearInterval(timer);
  assert.ok(longest < 100, `this thread waited for ${longest} ms`);
  lm.dispose();
});

test('errors come over as what they were', async () => {
  const { sequential, languageModel, layers, tokenizers } = inWorker;
  const model = await sequential({ layers: guideLayers(layers) });
  const rejects = (promise, type, message) =>
    assert.rejects(promise, (error) => {
      assert.ok(error instanceof type, error.stack);
      assert.match(error.message, message);
      return true;
    });
  await rejects(model.predict([[0, 2]]), RangeError, /tokens below 2/);
  await rejects(sequential({ layers: [] }), TypeError, /at least one layer/);
  await rejects(model.compile({ loss: 'mse' }), TypeError, /got 'mse'/);
  await rejects(model.fit(guide.x, guide.y), Error, /expected compile\(\)/);
  await model.compile({ loss: 'binaryCrossentropy' });
  await rejects(model.fit(guide.x, guide.y, { callbacks: { onEpochend() {} } }), TypeError, /onEpochend/);
  const unsendable = { shuffle: () => 1, callbacks: { onEpochEnd() {} } };
  await rejects(model.fit(guide.x, guide.y, unsendable), Error, /could not be cloned/);
  let deep = [];
  for (let n = 0; n < 10_000; ++n) deep = [deep];
  await rejects(model.predict(deep), TypeError, /what can be sent to a worker/);
  await model.fit(guide.x, guide.y);
  const lm = await languageModel({ tokenizer: tokenizers.char(text), units: [4] });
  await rejects(lm.generate({ prompt: '?' }).next(), RangeError, /got '\?'/);
  lm.dispose();
  await rejects(lm.evaluate(text), Error, /after dispose/);
  await rejects(lm.generate({ prompt: 't' }).next(), Error, /after dispose/);
});

test('a script that used a worker ends by itself, disposed of or not', async () => {
  const script = `
    import { languageModel, tokenizers } from 'lstm-wasm/worker';
    const text = 'abc'.repeat(50);
    const lm = await languageModel({ tokenizer: tokenizers.char(text), units: [4] });
    await lm.fit(text, { batchSize: 1, sequenceLength: 8, steps: 3, callbacks: { onStep() {} } });
    for await (const piece of lm.generate({ prompt: 'a', length: 3 })) process.stdout.write(piece);`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20000,
  });
  assert.equal((await run).stdout.length, 3);
});
