import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layers, optimizers, sequential, Tensor } from 'lstm-wasm';
import { countsEpochs, guide, guideLayers, parity, stopsAtACallback } from './tasks.mjs';

async function guideModel(seed = 1) {
  const model = await sequential({ seed, layers: guideLayers(layers) });
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

test("the guide's five sequences: accuracy 0.8 and the floor of the loss, for 10 of 10 seeds", async () => {
  for (let seed = 0; seed < 10; ++seed) {
    const model = await guideModel(seed);
    const { history } = await model.fit(guide.x, guide.y, { epochs: 2000 });
    const { loss, accuracy } = await model.evaluate(guide.x, guide.y);
    assert.ok(loss <= 0.28 && loss >= guide.floor - 1e-6, `seed ${seed}: loss ${loss}`);
    assert.equal(accuracy, 0.8);
    assert.equal(history.loss.length, 2000);
    model.dispose();
  }
});

test('parity of 16 bits at every step: all of 1,000 unseen sequences after at most 5 epochs', async () => {
  const model = await sequential({
    seed: 3,
    layers: [
      layers.lstm({ units: 16, returnSequences: true, inputShape: [null, 1] }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  const seen = parity(4000, 16, 1);
  const unseen = parity(1000, 16, 2);
  const column = ({ x }) => x.map((bits) => bits.map((bit) => [bit]));
  await model.fit(column(seen), seen.y, { epochs: 5, batchSize: 32 });
  const { accuracy } = await model.evaluate(column(unseen), unseen.y);
  assert.equal(accuracy, 1);
  const predicted = (await model.predict(column(unseen))).toArray();
  const wrong = predicted.filter((row, n) => row.some(([p], t) => p > 0.5 !== (unseen.y[n][t] === 1)));
  assert.equal(wrong.length, 0);
});

test('nested arrays, tensors and typed arrays are one and the same input', async () => {
  const model = await guideModel();
  const nested = await model.predict(guide.x);
  assert.ok(nested instanceof Tensor);
  assert.deepEqual(nested.shape, [5, 1]);
  const flat = guide.x.flat();
  for (const data of [Int32Array.from(flat), Float32Array.from(flat)]) {
    const same = await model.predict({ data, shape: [5, 2] });
    assert.deepEqual(same.toArray(), nested.toArray());
  }
  const a = await model.evaluate(guide.x, guide.y);
  assert.deepEqual(await model.evaluate(guide.x, Float32Array.from(guide.y)), a);
});

test('results are copies: nothing that comes later changes them', async () => {
  const model = await guideModel();
  const before = await model.predict(guide.x);
  const kept = Array.from(before.data);
  await model.fit(guide.x, guide.y, { epochs: 50 });
  const large = await sequential({ layers: [layers.embedding({ inputDim: 100000, outputDim: 64 })] });
  assert.ok(large.countParams() === 6400000); // the memory has grown
  assert.deepEqual(Array.from(before.data), kept);
  large.dispose();
});

test('callbacks come in order, with loss, metrics and validation', async () => {
  const model = await guideModel();
  const heard = [];
  const callbacks = Object.fromEntries(
    ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'].map(
      (name) => [name, (...args) => void heard.push([name.slice(2), ...args])],
    ),
  );
  const result = await model.fit(guide.x, guide.y, {
    epochs: 2,
    batchSize: 3,
    validationData: [guide.x, guide.y],
    callbacks,
  });
  assert.deepEqual(
    heard.map(([name, n]) => (n === undefined ? name : `${name} ${n}`)),
    [
      'TrainBegin',
      ...[0, 1].flatMap((epoch) => [
        `EpochBegin ${epoch}`, 'BatchBegin 0', 'BatchEnd 0', 'BatchBegin 1', 'BatchEnd 1', `EpochEnd ${epoch}`,
      ]),
      'TrainEnd',
    ],
  );
  const [, , logs] = heard.find(([name]) => name === 'EpochEnd');
  assert.deepEqual(Object.keys(logs).sort(), ['accuracy', 'learningRate', 'loss', 'val_accuracy', 'val_loss']);
  assert.deepEqual(result.epoch, [0, 1]);
  assert.equal(result.history.val_loss.length, 2);
  assert.equal(result.history.loss[0], logs.loss);
});

test('a fit waits for its callbacks', async () => {
  const model = await guideModel();
  let waiting = 0;
  await model.fit(guide.x, guide.y, {
    epochs: 3,
    callbacks: {
      async onEpochEnd() {
        assert.equal(++waiting, 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        --waiting;
      },
    },
  });
});

test('the page has its turn while a long fit runs, and an abort leaves whole steps', async () => {
  const model = await guideModel();
  const stop = new AbortController();
  let turns = 0;
  const timer = setInterval(() => {
    if (++turns === 5) stop.abort();
  }, 5);
  const fit = model.fit(guide.x, guide.y, { epochs: 1e9, signal: stop.signal });
  await assert.rejects(fit, { name: 'AbortError' });
  clearInterval(timer);
  const { loss } = await model.evaluate(guide.x, guide.y);
  assert.ok(Number.isFinite(loss));
  const aborted = model.fit(guide.x, guide.y, { signal: AbortSignal.abort() });
  await assert.rejects(aborted, { name: 'AbortError' });
  await model.fit(guide.x, guide.y, { epochs: 2 });
});

test('the same seed gives the same numbers, bit for bit', async () => {
  const trained = async (seed) => {
    const model = await guideModel(seed);
    await model.fit(guide.x, guide.y, { epochs: 30, batchSize: 2 });
    return (await model.predict(guide.x)).toArray();
  };
  assert.deepEqual(await trained(4), await trained(4));
  assert.notDeepEqual(await trained(4), await trained(5));
});

test('softmax over classes and the squared error learn too', async () => {
  const classes = await sequential({
    seed: 1,
    layers: [
      layers.embedding({ inputDim: 3, outputDim: 4 }),
      layers.lstm({ units: 8 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  classes.compile({
    optimizer: optimizers.adam({ learningRate: 0.02 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const x = [[0, 1], [1, 2], [2, 0], [0, 0]];
  const y = [1, 0, 2, 2];
  await classes.fit(x, y, { epochs: 200 });
  assert.equal((await classes.evaluate(x, y)).accuracy, 1);

  const line = await sequential({ seed: 1, layers: [layers.dense({ units: 1, inputShape: [1] })] });
  line.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), loss: 'meanSquaredError' });
  for (let n = 0; n < 500; ++n) await line.trainOnBatch([[0], [1], [2]], [[1], [3], [5]]);
  const [[at3]] = (await line.predict([[3]])).toArray();
  assert.ok(Math.abs(at3 - 7) < 0.05, `got ${at3}`);
});

test('wrong input is an error that says what was expected and what came', async () => {
  const model = await guideModel();
  const { x, y } = guide;
  const cases = [
    [() => model.predict([[0, 2]]), RangeError, /tokens below 2 in embedding, got 2 at \[0, 1\]/],
    [() => model.predict([[0, -1]]), RangeError, /tokens of 0 or more in embedding, got -1/],
    [() => model.predict([[0, 0.5]]), TypeError, /whole numbers in x, got 0.5 at \[0, 1\]/],
    [() => model.predict([[[0], [1]], [[1], [1, 2]]]), TypeError, /array of length 1 in x, got an array of length 2 at \[1, 1\]/],
    [() => model.predict([[0, 'a']]), TypeError, /a number in x, got "a" \(a string\) at \[0, 1\]/],
    [() => model.predict([]), TypeError, /x of shape \[N, T\]/],
    [() => model.predict(null), TypeError, /x to be a nested array/],
    [() => model.predict({ data: new Int32Array(3), shape: [2, 2] }), TypeError, /4 elements in x/],
    [() => model.predict({ data: new Int32Array(4), shape: [-2, -2] }), TypeError, /x to be/],
    [() => model.fit(x, [1, 0]), TypeError, /y of shape \[5\], got \[2\]/],
    [() => model.fit(x, y, { epoch: 3 }), TypeError, /got 'epoch'/],
    [() => model.fit(x, y, { epochs: -1 }), RangeError, /epochs/],
    [() => model.fit(x, y, { epochs: '3' }), TypeError, /epochs in fit to be a number, got "3" \(a string\)/],
    [() => model.fit(x, y, { batchSize: 0 }), RangeError, /batchSize >= 1, got 0/],
    [() => sequential({ layers: [] }), TypeError, /at least one layer/],
    [() => sequential({ layers: [layers.lstm({ units: 2 })] }), TypeError, /inputShape/],
    [() => sequential({ layers: [layers.lstm({ units: 2, inputShape: [3] })] }), TypeError, /inputShape in lstm/],
    [() => sequential({ layers: [layers.embedding({ inputDim: 2 })] }), RangeError, /outputDim >= 1/],
    [() => sequential({ layers: [{ units: 3 }] }), TypeError, /layers made by/],
    [() => sequential({ layers: guideLayers(layers), seed: 0.5 }), RangeError, /seed/],
    [() => sequential({ layers: [layers.embedding({ inputDim: 1e9, outputDim: 1 })] }), RangeError, /inputDim <= 16777216/],
    [() => sequential({ layers: [layers.embedding({ inputDim: 2 ** 24, outputDim: 2 ** 24 })] }), RangeError, /fits? in memory/],
    [() => sequential({ layers: [layers.embedding({ inputDim: 2 ** 24, outputDim: 31 })] }), RangeError, /fit in memory|enough memory/],
    [() => sequential({ layers: [layers.lstm({ units: 2 ** 30, inputShape: [null, 1] })] }), RangeError, /units <= 16777216/],
    [() => sequential({ layers: [layers.dense({ units: 1, inputShape: [2.5] })] }), TypeError, /inputShape in dense.*got \[2.5\]/],
    [() => sequential({ layers: [layers.dense({ units: 1, inputShape: 'wide' })] }), TypeError, /inputShape in dense.*got "wide"/],
    [() => sequential({ layers: [layers.dense({ units: 1, activation: '', inputShape: [1] })] }), TypeError, /activation.*got ''/],
    [() => model.predict([[0, , ]]), TypeError, /a number in x, got undefined at \[0, 1\]/],
    [() => model.evaluate(x, [1, 1, , 0, 1]), TypeError, /a number in y, got undefined at \[2\]/],
    [() => model.fit(x, y, null), TypeError, /object of options in fit, got null/],
    [() => model.fit(x, y, { callbacks: { onEpochEnd: 5 } }), TypeError, /onEpochEnd to be a function, got number/],
    [() => model.fit(x, y, { callbacks: { onEpochend() {} } }), TypeError, /got 'onEpochend'/],
    [() => model.fit(x, y, { signal: {} }), TypeError, /AbortSignal, got object/],
    [() => model.fit(x, y, { validationData: 5 }), TypeError, /validationData in fit to be \[x, y\]/],
    [() => model.evaluate(x, y, null), TypeError, /object of options in evaluate/],
    [async () => model.compile({ loss: 'mse' }), TypeError, /one of 'binaryCrossentropy'.*got 'mse'/],
    [async () => model.compile({ loss: 'sparseCategoricalCrossentropy' }), TypeError, /'softmax'/],
    [async () => model.compile({ loss: 'binaryCrossentropy', optimizer: 'sgdm' }), TypeError, /among sgd, rmsprop, adam, adamw, got sgdm/],
    [async () => model.compile({ loss: 'binaryCrossentropy', optimizer: optimizers.adam({ learningRate: -1 }) }), RangeError, /learningRate > 0/],
    [async () => model.compile(), TypeError, /object of options/],
  ];
  for (const [call, type, message] of cases) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof type, `${call}: ${error.stack}`);
      assert.match(error.message, message);
      return true;
    });
  }
  assert.equal((await model.evaluate(x, y)).accuracy > 0, true); // still works
});

test('an uncompiled or disposed model says so', async () => {
  const model = await sequential({ layers: guideLayers(layers) });
  await assert.rejects(() => model.fit(guide.x, guide.y), /expected compile\(\)/);
  model.dispose();
  model.dispose();
  assert.throws(() => model.countParams(), /after dispose\(\)/);
  await assert.rejects(() => model.predict(guide.x), /after dispose\(\)/);
  const other = await guideModel();
  const fit = other.fit(guide.x, guide.y, { epochs: 1e9 });
  setTimeout(() => other.dispose(), 20);
  await assert.rejects(fit, /after dispose\(\)/);
});

test('a diverged fit names the step and keeps the weights', async () => {
  const model = await sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ loss: 'meanSquaredError' });
  const before = (await model.predict([[1]])).toArray();
  await assert.rejects(
    () => model.fit([[1]], [1e30]), // whose square no float holds
    /expected finite gradients, got a norm of inf at epoch 0, batch 0: try clipNorm or a lower learningRate/,
  );
  assert.deepEqual((await model.predict([[1]])).toArray(), before);
});

test('a hundred thousand errors leave the module as it was', async () => {
  const model = await guideModel();
  const before = (await model.predict(guide.x)).toArray();
  for (let n = 0; n < 100_000; ++n) {
    assert.throws(() => model.compile({ loss: 'none' }), TypeError);
  }
  assert.deepEqual((await model.predict(guide.x)).toArray(), before);
  await model.fit(guide.x, guide.y, { epochs: 3 });
});

test('callbacks may be methods; an aborted fit calls none; an abort does not wait for one', async () => {
  const model = await guideModel();
  const counter = await countsEpochs(model);
  const aborted = AbortSignal.abort();
  await assert.rejects(model.fit(guide.x, guide.y, { callbacks: counter, signal: aborted }), { name: 'AbortError' });
  assert.equal(counter.epochs, 3);
  await stopsAtACallback(model);
});

test('a model compiled anew while it is fitted refuses the old targets', async () => {
  const model = await sequential({
    layers: [layers.embedding({ inputDim: 2, outputDim: 2 }), layers.lstm({ units: 2 }),
      layers.dense({ units: 2, activation: 'softmax' })],
  });
  model.compile({ loss: 'sparseCategoricalCrossentropy' });
  const fit = model.fit(guide.x, guide.y, {
    epochs: 3,
    callbacks: { onEpochEnd: () => model.compile({ loss: 'meanSquaredError' }) },
  });
  await assert.rejects(fit, /targets of the loss that they were made for/);
});
