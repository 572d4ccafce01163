// What is carried on: states from call to call, a text's streams over a file, a rate that changes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const entries = { direct, worker: inWorker };
const everywhere = (name, run) => {
  for (const [where, entry] of Object.entries(entries)) test(`${name} (${where})`, () => run(entry));
};

const wave = (samples, steps, first = 0) => ({
  data: Float32Array.from({ length: samples * steps }, (_, n) =>
    Math.sin(0.7 * (first + (n % steps)) + 2 * Math.floor(n / steps)),
  ),
  shape: [samples, steps, 1],
});

async function reader({ sequential, layers }, stateful) {
  const model = await sequential({
    seed: 3,
    layers: [
      layers.lstm({ units: 5, returnSequences: true, stateful, inputShape: [null, 1] }),
      layers.bidirectional({ layer: layers.lstm({ units: 2, returnSequences: true, stateful: false }) }),
      layers.dense({ units: 1 }),
    ],
  });
  await model.compile({ loss: 'meanSquaredError' });
  return model;
}

const close = (a, b) => a.data.every((value, n) => Math.abs(value - b.data[n]) < 1e-6);

everywhere('stateful layers carry a state that can be taken out, put back and reset', async (entry) => {
  const model = await reader(entry, true);
  assert.deepEqual(await model.getStates(), {});
  await model.predict(wave(2, 6));
  const states = await model.getStates();
  assert.deepEqual(Object.keys(states), ['lstm', 'bidirectional']);
  assert.ok(states.lstm.h instanceof entry.Tensor);
  assert.deepEqual(states.lstm.h.shape, [2, 5]);
  assert.deepEqual(states.bidirectional.c.shape, [2, 4]);
  assert.ok(states.lstm.c.data.some((value) => value !== 0));
  assert.ok(states.bidirectional.c.data.every((value) => value === 0));
  const next = await model.predict(wave(2, 6, 6));
  assert.ok(!close(await model.predict(wave(2, 6, 6)), next));
  await model.setStates(states);
  assert.deepEqual((await model.predict(wave(2, 6, 6))).data, next.data);
  await model.setStates({});
  assert.deepEqual(await model.getStates(), {});
  const refuse = (wrong, message) => assert.rejects(async () => model.setStates(wrong), { message });
  await refuse({ lstm: states.lstm }, "lstm: expected 'bidirectional.h' in the states");
  await refuse(
    { ...states, lstm: { ...states.lstm, h: [[1, 2]] } },
    "lstm: expected 'lstm.h' of shape [1, 5] in the states, got [1, 2]",
  );
  await refuse([states], 'lstm: expected an object of states by layer in states, got an array');
});

everywhere('a sequence read in parts, with states, is the sequence read at once', async (entry) => {
  const { sequential, layers } = entry;
  const model = await sequential({
    layers: [
      layers.lstm({ units: 5, returnSequences: true, inputShape: [null, 1] }),
      layers.lstm({ units: 4 }),
    ],
  });
  const whole = await model.predict(wave(3, 9));
  await model.predict(wave(3, 4), { states: {} });
  const last = await model.predict(wave(3, 5, 4), { states: await model.getStates() });
  assert.ok(close(last, whole));
  assert.deepEqual((await model.predict(wave(3, 9))).data, whole.data, 'without states from zeros');
  await assert.rejects(model.predict(wave(2, 4), { states: await model.getStates() }), {
    message: 'lstm: expected a multiple of 3 samples, as the states have, got 2',
  });
});

everywhere('every gate of a sequential model at every step', async (entry) => {
  const model = await reader(entry, false);
  const { layers } = await model.inspect(wave(2, 6));
  assert.equal(layers.length, 3);
  const [{ i, f, g, o, c, h }] = layers;
  assert.deepEqual(h.shape, [2, 6, 5]);
  for (let n = 0; n < h.data.length; ++n) {
    const before = n % 30 < 5 ? 0 : c.data[n - 5];
    assert.ok(Math.abs(f.data[n] * before + i.data[n] * g.data[n] - c.data[n]) < 1e-6);
    assert.ok(Math.abs(o.data[n] * Math.tanh(c.data[n]) - h.data[n]) < 1e-6);
  }
});

everywhere('class weights count as sample weights do, but not in validation', async (entry) => {
  const { sequential, layers } = entry;
  const y = [1, 0, 0, 0];
  const fitted = async (options) => {
    const model = await sequential({
      seed: 1,
      layers: [layers.lstm({ units: 3, inputShape: [null, 1] }), layers.dense({ units: 1, activation: 'sigmoid' })],
    });
    await model.compile({ loss: 'binaryCrossentropy' });
    return (await model.fit(wave(4, 5), y, { epochs: 3, validationSplit: 0.25, ...options })).history;
  };
  const byClass = await fitted({ classWeight: { 1: 3, 0: 0.5 } });
  const plain = await fitted({});
  const bySample = await fitted({ sampleWeight: [3, 0.5, 0.5, 1] });
  assert.deepEqual(byClass.loss, bySample.loss);
  assert.deepEqual(byClass.val_loss, bySample.val_loss);
  assert.notDeepEqual(byClass.loss, plain.loss);
  await assert.rejects(fitted({ classWeight: { 1: 2 }, sampleWeight: [1, 1, 1, 1] }), {
    message: 'lstm: expected sampleWeight or classWeight in fit, got both',
  });
  await assert.rejects(fitted({ classWeight: { yes: 2 } }), {
    name: 'TypeError',
    message: "lstm: expected classWeight in fit to have classes as its names, got 'yes'",
  });
});

const text = 'the boats go out, the boats come in; who mends the nets will eat the fish. '.repeat(20);
const training = { sequenceLength: 12, batchSize: 4, steps: 60, learningRate: 0.01 };

everywhere('a text model saved in the middle of a fit goes on bit for bit', async (entry) => {
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [8, 6], dropout: 0.1, seed: 2 });
  let middle;
  const losses = [];
  await lm.fit(text, {
    ...training,
    callbacks: {
      async onStep({ step, loss }) {
        losses.push(loss);
        if (step === 37) middle = await lm.save({ optimizer: true });
      },
    },
  });
  const again = await entry.loadLanguageModel(middle);
  const steps = [];
  const onStep = ({ step, loss }) => void steps.push({ step, loss });
  const result = await again.fit(text, { ...training, initialStep: 37, callbacks: { onStep } });
  assert.deepEqual(steps, losses.slice(37).map((loss, n) => ({ step: 38 + n, loss })));
  assert.equal(result.step.at(-1), 60);
  assert.deepEqual(await again.stateDict(), await lm.stateDict());
  await assert.rejects(again.fit(text, { ...training, initialStep: 61 }), {
    name: 'RangeError',
    message: 'lstm: expected initialStep of 0 to 60, got 61',
  });
});

/** The largest change of any weight. */
const change = (before, after) =>
  Math.max(...Object.keys(before).flatMap((name) =>
    Array.from(before[name].data, (value, n) => Math.abs(value - after[name].data[n])),
  ));

everywhere('the learning rate changes while it learns', async (entry) => {
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [8], seed: 2 });
  await assert.rejects(async () => lm.setLearningRate(0.1), /expected a fit under way/);
  let frozen;
  await lm.fit(text, {
    ...training,
    steps: 10,
    callbacks: {
      async onStep({ step }) {
        if (step !== 5) return;
        await lm.setLearningRate(1e-30);
        frozen = await lm.stateDict();
        await assert.rejects(async () => lm.setLearningRate(-1), RangeError);
      },
    },
  });
  assert.ok(change(frozen, await lm.stateDict()) < 1e-20);

  const model = await reader(entry, false);
  await model.setLearningRate(1e-30);
  const before = await model.stateDict();
  await model.fit(wave(4, 5), wave(4, 5, 1));
  assert.ok(change(before, await model.stateDict()) < 1e-20);
  await model.setLearningRate(entry.schedules.exponentialDecay({ decaySteps: 5, decayRate: 0.5 }));
  await model.fit(wave(4, 5), wave(4, 5, 1));
  assert.ok(change(before, await model.stateDict()) > 1e-4);
});

everywhere('what may come next adds up to one, and is what a score says', async (entry) => {
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [8], seed: 2 });
  const next = await lm.nextProbabilities('the b');
  assert.equal(next.length, lm.tokenizer.vocabulary.length);
  assert.ok(Math.abs(next.reduce((a, b) => a + b) - 1) < 1e-5);
  const scored = await lm.score('the bo');
  assert.ok(Math.abs(Math.log(next[lm.tokenizer.vocabulary.indexOf('o')]) - scored.at(-1)) < 1e-5);
  await assert.rejects(lm.nextProbabilities(''), /expected a text of at least one token/);
});
