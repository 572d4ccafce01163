// Who may follow a fit, functions of a class or of an object, and what a fit leaves whoever throws; in both entries.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const text = 'the tide comes in, the boats go out. '.repeat(8);
const x = [[[1], [2]], [[3], [1]], [[2], [2]], [[1], [1]]];
const y = [1, 0, 1, 0];

for (const [entry, e] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  const stack = async () => {
    const model = await e.sequential({ layers: [e.layers.lstm({ units: 2, inputShape: [2, 1] }), e.layers.dense({ units: 1 })] });
    await model.compile({ loss: 'meanSquaredError' });
    return model;
  };
  const writer = () => e.languageModel({ tokenizer: e.tokenizers.char(text), units: [2], embeddingDim: 2 });
  const fits = {
    Sequential: async (callbacks) => (await stack()).fit(x, y, { epochs: 2, callbacks }),
    LanguageModel: async (callbacks) => (await writer()).fit(text, { batchSize: 2, sequenceLength: 8, steps: 2, callbacks }),
  };

  class Follower {
    epochs = 0;
    steps = 0;
    earlystopping = 'its own affair';
    onStep() {
      ++this.steps;
    }
    onEpochEnd() {
      ++this.epochs;
    }
  }

  test(`${entry}: a class may have functions for both kinds of model, and affairs of its own`, async () => {
    for (const [kind, [epochs, steps]] of Object.entries({ Sequential: [2, 0], LanguageModel: [1, 2] })) {
      const follower = new Follower();
      await fits[kind](follower);
      assert.deepEqual([follower.epochs, follower.steps], [epochs, steps], kind);
    }
  });

  test(`${entry}: a plain object has callbacks and nothing else`, async () => {
    for (const [kind, fit] of Object.entries(fits)) {
      const on = kind === 'LanguageModel' ? 'onBatchEnd, onStep' : 'onBatchEnd';
      for (const given of [{ earlystopping: { patience: 1 } }, Object.assign(Object.create(null), { epochs: 2 })]) {
        const message = new RegExp(`^lstm: expected callbacks among onTrainBegin, .*${on}, earlyStopping, reduceLROnPlateau; got '${Object.keys(given)[0]}'$`);
        await assert.rejects(fit(given), { name: 'TypeError', message }, kind);
      }
      await fit({ onEpochEnd: undefined, nobody: undefined });
    }
    await assert.rejects(fits.Sequential({ onStep() {} }), { name: 'TypeError', message: /got 'onStep'/ });
  });

  test(`${entry}: logs and histories have their names in the same order`, async () => {
    const { history: ofStack } = await (await stack()).fit(x, y, { validationSplit: 0.5 });
    const { history: ofText } = await (await writer()).fit(text, { batchSize: 2, sequenceLength: 8, validationSplit: 0.2 });
    assert.deepEqual(Object.keys(ofText), ['loss', 'val_loss', 'learningRate']);
    assert.deepEqual(Object.keys(ofText), Object.keys(ofStack));
    assert.deepEqual(Object.keys((await (await writer()).fit(text, { steps: 1 })).history), ['loss', 'learningRate']);
  });

  test(`${entry}: the rate of a language model is not in its file`, async () => {
    const lm = await writer();
    await lm.fit(text, { steps: 1, learningRate: 0.01 });
    assert.equal(await lm.getLearningRate(), 0.01);
    assert.equal(await (await e.loadLanguageModel(await lm.save({ optimizer: true }))).getLearningRate(), 0.002);
  });
}

test('a console that throws at the warning, which says whose it is, leaves no fit behind', async () => {
  for (const call of ['fit', 'trainOnBatch']) {
    const script = `
      import { layers, sequential } from 'lstm-wasm';
      const prices = [[[19000]], [[19900]]];
      const y = [1, 2];
      const model = await sequential({ layers: [layers.lstm({ units: 2, stateful: true, inputShape: [null, 1] }), layers.dense({ units: 1 })] });
      model.compile({ loss: 'meanSquaredError' });
      const before = await model.save({ optimizer: true });
      console.warn = (words) => { throw new Error(words); };
      const failure = await model.${call}(prices, y).catch(({ message }) => message);
      const same = Buffer.from(await model.save({ optimizer: true })).equals(before);
      await model.predict([[[1]], [[2]]]); // in a fit it would leave the model's states alone
      console.log(JSON.stringify({ failure, same, carried: [...model.getStates().lstm.h.data] }));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const { failure, same, carried } = JSON.parse(stdout);
    assert.match(failure, /^lstm: the standard deviation of x is /);
    assert.ok(same, call);
    assert.ok(carried.every((value) => value !== 0), call);
  }
});
