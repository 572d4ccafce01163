// Training that goes wrong stops, says at which step, and leaves the last good weights, from which it goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { record } from '../facts.mjs';

const { layers, optimizers, tokenizers } = direct;
const sentence = 'no two knots of the net are of one twine, and none of them is new. '.repeat(20);

const wave = (n) => Math.sin(n * n + 1);
const x = Array.from({ length: 8 }, (_, n) => [0, 1, 2].map((t) => [wave(3 * n + t)]));
const y = x.map(([[first]]) => [first]);
const spoilt = y.map((entry, n) => (n === 5 ? [1e30] : entry)); // whose square no float holds

async function regression(lib, optimizer = 'adam') {
  const model = await lib.sequential({ seed: 2, layers: [layers.lstm({ units: 3, inputShape: [3, 1] }), layers.dense({ units: 1 })] });
  await model.compile({ loss: 'meanSquaredError', optimizer });
  return model;
}

const text = (lib) => lib.languageModel({ tokenizer: tokenizers.char(sentence), embeddingDim: 4, units: [5], seed: 3 });
const all = async (model) => Buffer.from(await model.save({ optimizer: true }));
/** What a call came to, or what it said where it failed. */
const outcome = (promise) => promise.catch(({ message }) => message);
const weights = async (model) => Object.values(await model.stateDict()).flatMap(({ data }) => [...data]);

for (const [entry, lib] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  test(`${entry}: a number too large to learn from stops a fit in its batch; it goes on as if that had not been`, async () => {
    const inOrder = { batchSize: 2, shuffle: false };
    const twin = await regression(lib);
    await twin.fit(x.slice(0, 4), y.slice(0, 4), inOrder);
    const model = await regression(lib);
    await assert.rejects(
      model.fit(x, spoilt, inOrder),
      /^Error: lstm: expected finite gradients, got a norm of inf at epoch 0, batch 2: try clipNorm or a lower learningRate$/,
    );
    assert.deepEqual(await all(model), await all(twin));
    const on = await model.fit(x, y, inOrder);
    assert.deepEqual(on.history, (await twin.fit(x, y, inOrder)).history);
    model.dispose();
    twin.dispose();
    record(`numbers too large, ${entry}`, { faults: 1, lostWeights: 0 });
  });

  test(`${entry}: a rate that diverges ends a fit with all of the last good step, from which another goes on`, async () => {
    const inOrder = { batchSize: 2, shuffle: false };
    const fit = (model, epochs, onBatchEnd) => outcome(model.fit(x, y, { ...inOrder, epochs, callbacks: { onBatchEnd } }));
    let stopped = 0;
    for (const learningRate of [1e3, 1e12, 3e38]) {
      for (const rule of ['sgd', 'rmsprop', 'adam', 'adamw']) {
        const words = `${rule}, ${learningRate}`;
        const model = await regression(lib, optimizers[rule]({ learningRate: 0.01 }));
        await model.fit(x, y, inOrder);
        await model.setLearningRate(learningRate);
        let last = await all(model);
        const error = await fit(model, 12, async () => void (last = await all(model)));
        if (typeof error !== 'string') {
          assert.ok(rule !== 'sgd' && learningRate !== 3e38, `${words} was to diverge`);
          continue;
        }
        ++stopped;
        assert.match(error, /^lstm: expected .*finite .* at epoch \d+, batch \d+: try clipNorm or a lower learningRate$/);
        assert.ok((await weights(model)).every(Number.isFinite), words);
        assert.ok((await all(model)).equals(last), words);

        const twin = await lib.loadModel(last);
        for (const one of [model, twin]) await one.setLearningRate(0.01);
        const expected = await fit(twin, 3);
        assert.ok(expected.history?.loss.every(Number.isFinite) || learningRate !== 3e38, `${words}: ${expected}`);
        assert.deepEqual(await fit(model, 3), expected, words);
        assert.ok((await all(model)).equals(await all(twin)), words);
        for (const one of [model, twin]) one.dispose();
      }
    }
    record(`rates that diverge, ${entry}`, { faults: stopped, lostWeights: 0 });
  });

  test(`${entry}: a validation that is not finite ends a fit, of a text too`, async () => {
    const model = await lib.sequential({ seed: 2, layers: [layers.embedding({ inputDim: 2, outputDim: 1 }), layers.dense({ units: 1 })] });
    await model.compile({ loss: 'meanSquaredError' });
    const table = (await model.stateDict())['embedding.weight'].data;
    await model.loadStateDict({ ...(await model.stateDict()), 'embedding.weight': [[table[0]], [NaN]] });
    await assert.rejects(
      model.fit([[0]], [[1]], { epochs: 3, validationData: [[[1]], [[1]]] }),
      /^Error: lstm: expected a finite loss of the validation data, got .*nan after epoch 0: try clipNorm or a lower learningRate$/,
    );
    model.dispose();

    const unheard = `${sentence}z`; // its z is in the validation text alone
    const writer = await lib.languageModel({ tokenizer: tokenizers.char(unheard), embeddingDim: 4, units: [5], seed: 3 });
    const dict = await writer.stateDict();
    dict['embedding.weight'].data.fill(NaN, -4); // of z
    await writer.loadStateDict(dict);
    await assert.rejects(
      writer.fit(`${unheard}z`, { sequenceLength: 2, batchSize: 1, steps: 1, validationSplit: 0.2 }),
      /^Error: lstm: expected a finite loss of the validation text, got NaN after step 1: try a smaller clipNorm or a lower learningRate$/,
    );
    writer.dispose();
  });

  test(`${entry}: a text's rate that diverges is named with its step, and another goes on`, async () => {
    const options = { sequenceLength: 8, batchSize: 4, steps: 5 };
    const rates = { 1: 1e18, 0: 1e30 }; // by the step that they end
    for (const [step, learningRate] of Object.entries(rates)) {
      const writer = await text(lib);
      await writer.fit(sentence, options);
      let last = await all(writer);
      const onStep = async () => void (last = await all(writer));
      const error = await outcome(writer.fit(sentence, { ...options, learningRate, callbacks: { onStep } }));
      assert.match(error, new RegExp(`^lstm: expected .*finite .* at step ${step}: try a smaller clipNorm or a lower learningRate$`));
      assert.ok((await all(writer)).equals(last));

      const twin = await lib.loadLanguageModel(last);
      const expected = await outcome(twin.fit(sentence, options));
      assert.ok(expected.history?.loss.every(Number.isFinite) || step !== '0', expected);
      assert.deepEqual(await outcome(writer.fit(sentence, options)), expected);
      assert.ok((await all(writer)).equals(await all(twin)));
      for (const one of [writer, twin]) one.dispose();
    }
    record(`texts' rates that diverge, ${entry}`, { faults: Object.keys(rates).length, lostWeights: 0 });
  });
}
