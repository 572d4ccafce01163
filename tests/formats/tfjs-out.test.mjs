// What is written for TensorFlow.js, it loads, and predicts what the model does; opened here again, it is the model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { init, languageModel, layers, sequential, tokenizers } from 'lstm-wasm';
import { fromTfjs, toTfjs } from 'lstm-wasm/keras';
import * as worker from 'lstm-wasm/worker';
import { filesOf } from './keras-files.mjs';
import { graphs } from './keras-graphs.mjs';
import { models } from './keras-models.mjs';
import { difference } from './numbers.mjs';
import { refusedWith } from './strangers.mjs';
import { artifactsOf, graphModelOf, modelOf, predictionOf, predictionsOf, tf } from './tensorflow.mjs';

await init({ threads: 1 }); // which start sooner

for (const [name, { layers: made, input, shape }] of Object.entries(models)) {
  test(`${name}: written, loaded there, and opened again`, async () => {
    const its = modelOf(made());
    const wanted = predictionOf(its, input, shape).data;
    const { model } = await fromTfjs(filesOf(await artifactsOf(its)));
    const written = await toTfjs(model);
    assert.deepEqual(written.notes, []);
    const theirs = await tf.loadLayersModel(written.model);
    const there = predictionOf(theirs, input, shape).data;
    assert.ok(difference(there, wanted) < 3e-6, `there: ${difference(there, wanted)}`);
    const again = await fromTfjs(written.files);
    const { data } = await again.model.predict({ data: input, shape });
    assert.ok(difference(data, wanted) < 3e-6, `again: ${difference(data, wanted)}`);
    for (const one of [its, theirs, model, again.model]) one.dispose();
  });
}

for (const [name, { make, data }] of Object.entries(graphs)) {
  test(`${name}: written, loaded there, and opened again`, async () => {
    const its = graphModelOf(make());
    const wanted = predictionsOf(its, data);
    const { model } = await fromTfjs(filesOf(await artifactsOf(its)));
    const written = await toTfjs(model);
    const theirs = await tf.loadLayersModel(written.model);
    predictionsOf(theirs, data).forEach((output, n) => assert.ok(difference(output.data, wanted[n].data) < 3e-6, `there, output ${n}`));
    const again = await fromTfjs(written.files);
    const came = [await again.model.predict(data.length === 1 ? data[0] : data)].flat();
    came.forEach((output, n) => assert.ok(difference(output.data, wanted[n].data) < 3e-6, `again, output ${n}`));
    for (const one of [its, theirs, model, again.model]) one.dispose();
  });
}

test('a model in a worker is written likewise, and one may be opened there', async () => {
  await worker.init({ threads: 1 });
  const model = await worker.sequential({ layers: [layers.lstm({ units: 2, inputShape: [3, 2] }), layers.dense({ units: 1 })] });
  const { files } = await toTfjs(model);
  const again = await fromTfjs(files, { in: worker });
  assert.deepEqual((await again.model.predict([[[1, 2], [3, 4], [5, 6]]])).data, (await model.predict([[[1, 2], [3, 4], [5, 6]]])).data);
  for (const one of [model, again.model]) one.dispose();
});

test('a model of text is written as its layers', async () => {
  const tokenizer = tokenizers.char('abc');
  const model = await languageModel({ tokenizer, units: [3], dropout: 0.1 });
  const { model: written, notes } = await toTfjs(model);
  assert.match(notes.join(), /^Left out the tokenizer/);
  const theirs = await tf.loadLayersModel(written);
  const [a, b] = tokenizer.encode('ab');
  const { data } = predictionOf(theirs, Int32Array.of(a), [1, 1]);
  assert.ok(Math.abs(Math.log(data[b]) - (await model.score('ab')).at(-1)) < 1e-5);
  for (const one of [theirs, model]) one.dispose();
});

test('a model that carries states is for one sequence there', async () => {
  const model = await sequential({ layers: [layers.simpleRNN({ units: 2, stateful: true, inputShape: [1, 2] })] });
  const { model: written, notes } = await toTfjs(model);
  assert.match(notes.join(), /one sequence at a time/);
  const theirs = await tf.loadLayersModel(written);
  for (let step = 0; step < 3; ++step) {
    const { data } = predictionOf(theirs, Float32Array.of(step, 1), [1, 1, 2]);
    assert.ok(difference((await model.predict([[[step, 1]]])).data, data) < 1e-6);
  }
  for (const one of [theirs, model]) one.dispose();
});

const first = { inputShape: [4, 2] };
const refusals = {
  "'gru' \\(gru\\).*resetAfter|resetAfter false in 'gru'": [layers.gru({ units: 2, ...first })],
  "recurrentActivation 'tanh, .*' in 'lstm' \\(lstm\\), got 'hardSigmoid'": [layers.lstm({ units: 2, recurrentActivation: 'hardSigmoid', ...first })],
  "activation '.*' in 'bidirectional' \\(bidirectional\\), got 'hardSigmoid'": [layers.bidirectional({ layer: layers.lstm({ units: 2, activation: 'hardSigmoid', ...first }) })],
  "activation '.*' in 'dense' \\(dense\\), got 'leakyRelu'": [layers.dense({ units: 2, activation: 'leakyRelu', ...first })],
  "padding 'valid or same' in 'conv1d' \\(conv1D\\), got 'causal'": [layers.conv1D({ filters: 2, kernelSize: 2, padding: 'causal', ...first })],
  "in 'zero_padding1d' \\(zeroPadding1D\\)": [layers.zeroPadding1D(first)],
  "mask 'none' in 'bidirectional' \\(bidirectional\\), got 'one'": [layers.masking(first), layers.bidirectional({ layer: layers.lstm({ units: 2 }) })],
};

for (const [words, stack] of Object.entries(refusals)) {
  test(`refused, for TensorFlow.js has it not: ${words}`, async () => {
    const model = await sequential({ layers: stack });
    await assert.rejects(toTfjs(model), refusedWith(new RegExp(words)));
    model.dispose();
  });
}

test('what is no model is refused', async () => {
  await assert.rejects(toTfjs(undefined), refusedWith(/expected a model in toTfjs, got undefined/));
});
