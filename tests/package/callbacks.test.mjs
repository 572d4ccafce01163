// What follows a fit, and ends it: the same for both kinds of model, in both entries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { noise } from './noise.mjs';

const text = 'ash bay cod dew elm fig '.repeat(10).slice(0, 230); // 161 tokens to learn, 69 to validate on
const window = { sequenceLength: 8, batchSize: 4 };
const names = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd', 'onStep'];

/** Functions of those names that note each call, and what one of them gives. */
function noting(which, gives = () => undefined) {
  const calls = [];
  const functions = Object.fromEntries(
    which.map((name) => [name, (...args) => {
      calls.push([name, ...args]);
      return gives(name, ...args);
    }]),
  );
  return { calls, functions };
}

for (const [entry, e] of Object.entries({ 'lstm-wasm': direct, 'lstm-wasm/worker': inWorker })) {
  const { callbacks, languageModel, layers, optimizers, schedules, sequential, tokenizers } = e;

  const classifier = async (learningRate = 0.02) => {
    const model = await sequential({ seed: 1, layers: [layers.lstm({ units: 24, inputShape: [2, 1] }), layers.dense({ units: 1, activation: 'sigmoid' })] });
    await model.compile({ loss: 'binaryCrossentropy', optimizer: optimizers.adam({ learningRate }) });
    return model;
  };
  const writer = () => languageModel({ tokenizer: tokenizers.char(text), units: [8], embeddingDim: 4, seed: 1 });
  const { x, y, unseen } = noise();
  const fits = {
    Sequential: {
      make: classifier,
      fit: (model, options) => model.fit(x, y, { validationData: [unseen.x, unseen.y], ...options }),
      names: names.slice(0, 6),
      steps: 2,
    },
    LanguageModel: {
      make: writer,
      fit: (model, options) => model.fit(text, { ...window, validationSplit: 0.3, ...options }),
      names,
      steps: 5, // of 4 times 8 tokens
    },
  };

  for (const [kind, { make, fit, names: known, steps }] of Object.entries(fits)) {
    const of = `${kind} in ${entry}`;

    test(`${of}: functions are called in their order, with what they are told`, async () => {
      const { calls, functions } = noting(known);
      const model = await make();
      const { history } = await fit(model, { epochs: 2, callbacks: functions });
      const batch = (n) => [['onBatchBegin', n], ...(kind === 'LanguageModel' ? [['onStep']] : []), ['onBatchEnd', n]];
      const epoch = (n) => [['onEpochBegin', n], ...Array.from({ length: steps }, (_, b) => batch(b)).flat(), ['onEpochEnd', n]];
      const shape = calls.map(([name, first]) => (typeof first === 'number' ? [name, first] : [name]));
      assert.deepEqual(shape, [['onTrainBegin'], ...epoch(0), ...epoch(1), ['onTrainEnd']]);
      const ends = calls.filter(([name]) => name === 'onEpochEnd').map(([, , logs]) => logs);
      for (const [name, values] of Object.entries(history)) assert.deepEqual(ends.map((logs) => logs[name]), values);
      assert.deepEqual(Object.keys(ends[0]), ['loss', 'val_loss', 'learningRate']);
      const [, , logs] = calls.find(([name]) => name === 'onBatchEnd');
      assert.deepEqual(Object.keys(logs), ['loss', 'learningRate']);
      assert.equal(logs.learningRate, await model.getLearningRate());
    });

    test(`${of}: one, several, or spread into one another: all are honoured`, async () => {
      const stopping = callbacks.earlyStopping({ patience: 1, minDelta: 10 }); // nothing is so much better
      const first = noting(['onEpochEnd']);
      const second = noting(['onTrainEnd']);
      const given = [
        stopping,
        [first.functions, stopping],
        { ...stopping, ...first.functions },
        [{ ...stopping, ...callbacks.reduceLROnPlateau(), ...first.functions }, second.functions],
      ];
      for (const one of given) {
        const { history } = await fit(await make(), { epochs: 12, callbacks: one });
        assert.equal(history.val_loss.length, 2);
      }
      assert.equal(first.calls.length, 6);
      assert.equal(second.calls.length, 1);
      await fit(await make(), { callbacks: [] });
    });

    test(`${of}: false, a promise of it, or stopTraining ends the fit after the step`, async () => {
      const stopsAt = async (name, gives) => {
        const { calls, functions } = noting(known, (called, n) => (called === name ? gives(n) : undefined));
        const { history } = await fit(await make(), { epochs: 9, callbacks: functions });
        const done = calls.filter(([called]) => called === 'onBatchEnd').length;
        assert.equal(calls.at(-1)[0], 'onTrainEnd');
        assert.equal(calls.filter(([called]) => called === 'onEpochEnd').length, (history.loss ?? []).length);
        return [done, history.val_loss?.length ?? 0];
      };
      assert.deepEqual(await stopsAt('onEpochEnd', (n) => n < 1), [2 * steps, 2]);
      assert.deepEqual(await stopsAt('onBatchEnd', async () => false), [1, 1]);
      assert.deepEqual(await stopsAt('onBatchBegin', (n) => n !== 1), [1, 1]);
      assert.deepEqual(await stopsAt('onEpochBegin', (n) => n !== 1), [steps, 1]);
      assert.deepEqual(await stopsAt('onTrainBegin', () => false), [0, 0]);

      const model = await make();
      const set = noting(['onBatchEnd'], () => {
        model.stopTraining = true;
      });
      const { history } = await fit(model, { epochs: 9, callbacks: set.functions });
      assert.equal(set.calls.length, 1);
      assert.deepEqual(history.loss, [set.calls[0][2].loss]); // of the epoch that was broken off
      assert.equal(model.stopTraining, true);
      assert.equal((await fit(model, { epochs: 2 })).history.loss.length, 2); // a fit begins anew
      assert.equal(model.stopTraining, false);
    });

    test(`${of}: stopTraining from outside ends a fit that nothing follows`, async () => {
      const model = await make();
      const going = fit(model, { epochs: 1e6 });
      setTimeout(() => {
        model.stopTraining = true;
      }, 30);
      assert.ok((await going).history.loss.length > 0);
    });

    test(`${of}: the best weights come back whatever ends the fit, but an abort`, async () => {
      // The best of these is the worst, which comes first in a fit that learns, and never last.
      const best = callbacks.earlyStopping({ patience: 100, mode: 'max', restoreBestWeights: true });
      const scored = async (model) => (kind === 'Sequential' ? (await model.evaluate(unseen.x, unseen.y)).loss : undefined);
      const weights = async (model) => JSON.stringify(Object.values(await model.stateDict()).map(({ data }) => [...data]));
      for (const ending of ['epochs', 'stop', 'abort']) {
        const model = await make();
        const abort = new AbortController();
        const kept = [];
        const keep = {
          async onEpochEnd(epoch, { val_loss }) {
            kept.push({ val_loss, weights: await weights(model) });
            if (epoch === 39 && ending === 'stop') return false;
            if (epoch === 39 && ending === 'abort') abort.abort();
          },
        };
        await fit(model, { epochs: ending === 'epochs' ? 40 : 90, callbacks: [best, keep], signal: abort.signal }).catch(() => {});
        const highest = kept.reduce((a, b) => (b.val_loss > a.val_loss ? b : a));
        assert.ok(highest !== kept.at(-1));
        assert.equal(await weights(model), (ending === 'abort' ? kept.at(-1) : highest).weights, ending);
        if (kind === 'Sequential' && ending !== 'abort') assert.ok(Math.abs((await scored(model)) - highest.val_loss) < 1e-6);
      }
    });

    test(`${of}: the rate falls on a plateau, is in the logs and can be read`, async () => {
      const model = await make();
      const plateau = callbacks.reduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 2, minDelta: 10, minLearningRate: 0.003 });
      const options = kind === 'Sequential' ? {} : { learningRate: 0.02 };
      const read = [];
      const { history } = await fit(model, {
        epochs: 8,
        callbacks: [{ onEpochEnd: async () => void read.push(await model.getLearningRate()) }, plateau],
        ...options,
      });
      assert.deepEqual(history.learningRate, [0.02, 0.02, 0.02, 0.01, 0.01, 0.005, 0.005, 0.003]);
      assert.deepEqual(read, [0.02, 0.02, 0.01, 0.01, 0.005, 0.005, 0.003, 0.003]);
      assert.equal(await model.getLearningRate(), 0.003);
    });

    test(`${of}: wrong callbacks are refused before the first step`, async () => {
      const model = await make();
      const { calls, functions } = noting(['onTrainBegin']);
      const refused = (one, message) => assert.rejects(fit(model, { callbacks: [functions, one] }), { name: 'TypeError', message });
      await refused(callbacks.earlyStopping({ monitor: 'mae' }), /earlyStopping to monitor one of loss, val_loss; got 'mae'/);
      await refused(callbacks.reduceLROnPlateau({ monitor: 'learningRate' }), /reduceLROnPlateau to monitor one of loss, val_loss/);
      await refused({ earlyStopping: 5 }, /object of options in earlyStopping, got number/);
      await refused(callbacks.reduceLROnPlateau({ min_lr: 0 }), /options of reduceLROnPlateau among monitor, factor.*; got 'min_lr'/);
      await refused({ onEpochend() {} }, /expected callbacks among onTrainBegin.*; got 'onEpochend'/);
      await refused({ onEpochEnd: 7 }, /onEpochEnd to be a function, got number/);
      await refused(null, /object of options in callbacks, got null/);
      assert.equal(calls.length, 0);
    });
  }

  test(`${entry}: a schedule goes without reduceLROnPlateau, and may not be 0 in all of a fit`, async () => {
    const cosine = (decaySteps) => schedules.cosineDecay({ initialLearningRate: 0.02, decaySteps });
    const model = await classifier(cosine(4));
    const callback = callbacks.reduceLROnPlateau({ monitor: 'loss' });
    const message = /a learningRate that is a number for reduceLROnPlateau, got a schedule/;
    await assert.rejects(model.fit(x, y, { callbacks: callback }), { name: 'TypeError', message });
    const lm = await writer();
    await assert.rejects(lm.fit(text, { ...window, learningRate: cosine(4), callbacks: callback }), { name: 'TypeError', message });
    await assert.rejects(lm.fit(text, { ...window, steps: 9, initialStep: 4, learningRate: cosine(4) }), {
      name: 'RangeError',
      message: 'lstm: expected a learningRate above 0 in some step of the fit, got a schedule that is 0 from step 4 to 8',
    });
    const { history } = await model.fit(x, y, { epochs: 3 }); // 2 steps each
    assert.equal(history.learningRate[0], await rateOf(cosine(4), 1));
    assert.equal(history.learningRate[2], 0);
    await assert.rejects(model.fit(x, y), { name: 'RangeError', message: /0 from step 6 to 7/ });
  });

  /** The rate of a schedule's step. */
  async function rateOf(schedule, step) {
    const model = await classifier(schedule);
    for (let n = 0; n < step; ++n) await model.trainOnBatch(x.slice(0, 1), y.slice(0, 1));
    return model.getLearningRate();
  }

  test(`${entry}: a language model's second fit begins its schedule anew, a resumed one goes on with it`, async () => {
    const options = { ...window, steps: 14, learningRate: schedules.cosineDecay({ initialLearningRate: 0.02, decaySteps: 14 }) };
    const ratesOf = async (lm, more = {}) => {
      const rates = [];
      await lm.fit(text, { ...options, ...more, callbacks: { onStep: ({ learningRate }) => void rates.push(learningRate) } });
      return rates;
    };
    const lm = await writer();
    assert.equal(await lm.getLearningRate(), 0.002);
    const first = await ratesOf(lm);
    assert.equal(first[0], 0.02);
    assert.equal(first.length, 14);
    assert.ok(first.every((rate, n) => n === 0 || rate < first[n - 1]));
    const { loss } = await lm.evaluate(text);
    assert.deepEqual(await ratesOf(lm), first);
    assert.ok((await lm.evaluate(text)).loss < loss - 0.05);
    assert.deepEqual(await ratesOf(lm, { initialStep: 9 }), first.slice(9));
  });

  test(`${entry}: getLearningRate wants a compiled model, and says what was set`, async () => {
    const bare = await sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    await assert.rejects(async () => bare.getLearningRate(), /expected compile\(\)/);
    const model = await classifier();
    await model.setLearningRate(0.0123);
    assert.equal(await model.getLearningRate(), 0.0123);
  });
}
