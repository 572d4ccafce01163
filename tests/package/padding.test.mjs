// Masked padding changes nothing: a batch of ragged sequences is the sequences one by one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { tokens } from './everything.mjs';

const T = 11;
const V = 9;
const sequences = [11, 1, 7, 4, 9, 2].map((length, n) => [...tokens(length, V - 1, n + 1)].map((token) => token + 1));
const ragged = sequences.map((sequence) => [...sequence, ...Array(T - sequence.length).fill(0)]);
const labels = sequences.map((sequence) => sequence.map((token) => token % 3));
const raggedLabels = labels.map((steps) => [...steps, ...Array(T - steps.length).fill(2)]);

/** Through all layers that padding passes; `perStep`: with an output for every step. */
async function built({ sequential, layers, optimizers }, perStep) {
  const model = await sequential({
    seed: 5,
    layers: [
      layers.embedding({ inputDim: V, outputDim: 6, maskZero: true }),
      layers.bidirectional({ layer: layers.lstm({ units: 5, returnSequences: true }) }),
      layers.layerNormalization(),
      layers.lstm({ units: 7, returnSequences: true }),
      layers.dense({ units: 6, activation: 'tanh' }),
      layers.lstm({ units: 5, returnSequences: perStep, goBackwards: !perStep }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  await model.compile({
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    optimizer: optimizers.sgd({ learningRate: 0.5 }),
  });
  return model;
}

const near = (got, expected, what) => assert.ok(Math.abs(got - expected) < 1e-6, `${what}: ${got}, not ${expected}`);

/** The model's weights after a step on that batch. */
async function stepped(entry, perStep, x, y) {
  const model = await built(entry, perStep);
  const { loss } = await model.trainOnBatch(x, y);
  const dict = await model.stateDict();
  await model.dispose();
  return { loss, dict };
}

for (const [where, entry] of Object.entries({ direct, worker: inWorker })) {
  for (const perStep of [true, false]) {
    test(`a ragged batch is its sequences one by one: ${perStep ? 'every step' : 'the last step'} (${where})`, async () => {
      const model = await built(entry, perStep);
      const answers = sequences.map((_, n) => (perStep ? labels[n] : labels[n][0]));
      const raggedAnswers = perStep ? raggedLabels : answers;
      const whole = (await model.predict(ragged)).toArray();
      const { loss, accuracy } = await model.evaluate(ragged, raggedAnswers);
      const all = await stepped(entry, perStep, ragged, raggedAnswers);
      const before = await model.stateDict();
      near(all.loss, loss, 'the loss of training');

      const weights = sequences.map(({ length }) => (perStep ? length / sequences.flat().length : 1 / sequences.length));
      let [meanLoss, meanAccuracy] = [0, 0];
      const moved = Object.fromEntries(Object.entries(before).map(([name, { data }]) => [name, Float64Array.from(data)]));
      for (const [n, sequence] of sequences.entries()) {
        const one = (await model.predict([sequence])).toArray()[0];
        const rows = perStep ? one.map((row, t) => [row, whole[n][t]]) : [[one, whole[n]]];
        for (const [row, expected] of rows) row.forEach((p, k) => near(p, expected[k], `sequence ${n}`));
        const logs = await model.evaluate([sequence], [answers[n]]);
        meanLoss += weights[n] * logs.loss;
        meanAccuracy += weights[n] * logs.accuracy;
        const { dict } = await stepped(entry, perStep, [sequence], [answers[n]]);
        for (const [name, { data }] of Object.entries(dict)) {
          for (const [k, w] of data.entries()) moved[name][k] += weights[n] * (w - before[name].data[k]);
        }
      }
      near(meanLoss, loss, 'loss');
      near(meanAccuracy, accuracy, 'accuracy');
      let furthest = 0;
      for (const [name, { data }] of Object.entries(all.dict)) {
        for (const [k, w] of data.entries()) {
          near(w, moved[name][k], name);
          furthest = Math.max(furthest, Math.abs(w - before[name].data[k]));
        }
      }
      assert.ok(furthest > 0.01, 'the step moved the weights');
      await model.dispose();
    });
  }
}
