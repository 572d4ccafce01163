// Attention, which TensorFlow.js has not: files as Keras writes them predict what its equations say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { init } from 'lstm-wasm';
import { fromKeras, toTfjs } from 'lstm-wasm/keras';
import { archiveOf, asKeras3Graph, h5Of } from './keras-files.mjs';
import { difference, numbers } from './numbers.mjs';
import { refusedWith } from './strangers.mjs';

await init({ threads: 1 }); // which start sooner

const [B, Tq, Tv, D] = [2, 4, 5, 3];
const query = { data: numbers(B * Tq * D, 1), shape: [B, Tq, D] };
const value = { data: numbers(B * Tv * D, 2), shape: [B, Tv, D] };

const inputLayer = (name) => ({ class_name: 'InputLayer', name, config: { name, batch_input_shape: [null, null, D], dtype: 'float32' }, inbound_nodes: [] });

/** A model that is one layer on both inputs. */
function modelOf(className, options, call = {}) {
  const reads = [['query', 0, 0, call], ['value', 0, 0, {}]];
  const layer = { class_name: className, name: 'look', config: { name: 'look', ...options }, inbound_nodes: [reads] };
  const config = { name: 'model', layers: [inputLayer('query'), inputLayer('value'), layer], input_layers: [['query', 0, 0], ['value', 0, 0]], output_layers: [['look', 0, 0]] };
  return { class_name: 'Functional', config };
}

function artifactsOf(topology, weights) {
  const weightSpecs = Object.entries(weights).map(([name, { shape }]) => ({ name: `look/${name}`, shape, dtype: 'float32' }));
  const data = Float32Array.from(Object.values(weights).flatMap(({ data }) => data));
  return { modelTopology: topology, weightSpecs, weightData: data.buffer };
}

const at = ({ data, shape: [, T] }, b, t) => Array.from(data.subarray((b * T + t) * D, (b * T + t + 1) * D));

/** The layer's equations: scores of two steps, then what is looked at. */
function looked(score, causal) {
  const rows = [];
  for (let b = 0; b < B; ++b) {
    for (let i = 0; i < Tq; ++i) {
      const steps = Array.from({ length: causal ? i + 1 : Tv }, (_, j) => at(value, b, j));
      const shares = steps.map((step) => Math.exp(score(at(query, b, i), step)));
      const all = shares.reduce((a, c) => a + c);
      for (let d = 0; d < D; ++d) rows.push(steps.reduce((y, step, j) => y + (shares[j] / all) * step[d], 0));
    }
  }
  return Float32Array.from(rows);
}

const sum = (terms) => terms.reduce((a, b) => a + b);
const dot = (scale) => (q, k) => scale * sum(q.map((one, d) => one * k[d]));
const tanh = (scale, weight) => (q, k) => sum(q.map((one, d) => weight[d] * Math.tanh(scale * (one + k[d]))));
const one = (number) => ({ shape: [], data: [number] });

const cases = {
  'by products': ['Attention', { use_scale: false, dropout: 0 }, {}, looked(dot(1))],
  'by scaled products': ['Attention', { use_scale: true, score_mode: 'dot' }, { scale: one(0.7) }, looked(dot(0.7))],
  'by sums': ['Attention', { use_scale: true, score_mode: 'concat' }, { scale: one(0.6), concat_score_weight: one(1.5) }, looked(tanh(0.6, [1.5, 1.5, 1.5]))],
  'to steps before': ['Attention', { use_scale: false, causal: true }, {}, looked(dot(1), true)],
  additive: ['AdditiveAttention', { use_scale: true }, { scale: { shape: [D], data: [0.5, -1, 2] } }, looked(tanh(1, [0.5, -1, 2]))],
  'additive without a scale': ['AdditiveAttention', { use_scale: false }, {}, looked(tanh(1, [1, 1, 1]))],
};

for (const [name, [className, options, weights, wanted]] of Object.entries(cases)) {
  test(`attention ${name}`, async () => {
    const artifacts = artifactsOf(modelOf(className, options), weights);
    const files = {
      '.h5': h5Of(artifacts),
      '.keras as of Keras 3': archiveOf(artifacts, { version: '2.15.0', model: asKeras3Graph(artifacts.modelTopology) }),
    };
    for (const [container, file] of Object.entries(files)) {
      const { model } = await fromKeras(file);
      const { data, shape } = await model.predict([query, value]);
      assert.deepEqual(shape, [B, Tq, D]);
      assert.ok(difference(data, wanted) < 1e-6, container);
      model.dispose();
    }
  });
}

test('what is asked of a call, and TensorFlow.js, which has no attention, are refused', async () => {
  const asked = artifactsOf(modelOf('Attention', {}, { return_attention_scores: true }), {});
  await assert.rejects(fromKeras(h5Of(asked)), refusedWith(/expected no return_attention_scores in a call of .*'look'/));
  const { model } = await fromKeras(h5Of(artifactsOf(modelOf('Attention', {}), {})));
  await assert.rejects(toTfjs(model), refusedWith(/expected type 'a layer of TensorFlow.js' in 'look' \(attention\), got 'attention'; save it as ONNX/));
  model.dispose();
});
