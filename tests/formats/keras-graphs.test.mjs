// Graphs of Keras and TensorFlow.js, from every container: they predict what TensorFlow.js does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { init, Model } from 'lstm-wasm';
import { fromKeras, fromTfjs } from 'lstm-wasm/keras';
import * as worker from 'lstm-wasm/worker';
import { archiveOf, asKeras3Graph, filesOf, h5Of } from './keras-files.mjs';
import { graphs } from './keras-graphs.mjs';
import { difference } from './numbers.mjs';
import { refusedWith } from './strangers.mjs';
import { artifactsOf, graphModelOf, predictionsOf } from './tensorflow.mjs';

await init({ threads: 1 }); // which start sooner

const older = '2.15.0';
const containers = {
  'model.json': (artifacts) => fromTfjs(filesOf(artifacts)),
  '.h5': (artifacts) => fromKeras(h5Of(artifacts)),
  '.keras of Keras 2': (artifacts) => fromKeras(archiveOf(artifacts, { version: older })),
  '.keras as of Keras 3': (artifacts) => fromKeras(archiveOf(artifacts, { version: older, model: asKeras3Graph(artifacts.modelTopology) })),
};

for (const [name, { make, data }] of Object.entries(graphs)) {
  test(`${name}: predicts what TensorFlow.js does`, async () => {
    const its = graphModelOf(make());
    const wanted = predictionsOf(its, data);
    const artifacts = await artifactsOf(its);
    for (const [container, open] of Object.entries(containers)) {
      const { model } = await open(artifacts);
      assert.ok(model instanceof Model);
      const came = [await model.predict(data.length === 1 ? data[0] : data)].flat();
      assert.deepEqual(came.map(({ shape }) => shape), wanted.map(({ shape }) => shape), container);
      wanted.forEach((output, n) => assert.ok(difference(came[n].data, output.data) < 3e-6, `${container}, output ${n}`));
      model.dispose();
    }
    its.dispose();
  });
}

const [{ make, data }] = Object.values(graphs);
const joined = graphModelOf(make());
const artifacts = await artifactsOf(joined);

/** The first graph with other nodes of a layer. */
function otherwise(className, change) {
  const copy = structuredClone(artifacts);
  change(copy.modelTopology.config.layers.find(({ class_name }) => class_name === className));
  return fromTfjs({ load: async () => copy });
}

test('a graph may be made in the worker', async () => {
  await worker.init({ threads: 1 });
  const { model } = await fromTfjs(filesOf(artifacts), { in: worker });
  assert.ok(difference((await model.predict(data)).data, predictionsOf(joined, data)[0].data) < 3e-6);
  model.dispose();
});

test('circles, sources that there are not, and calls that are told more are refused', async () => {
  const dense = artifacts.modelTopology.config.layers.at(-1).name;
  await assert.rejects(otherwise('Concatenate', (layer) => layer.inbound_nodes[0].push([dense, 0, 0, {}])), refusedWith(/expected layers that read earlier ones/));
  await assert.rejects(otherwise('Concatenate', (layer) => layer.inbound_nodes[0].push(['other', 0, 0, {}])), refusedWith(/expected layers that there are .* got "other"/));
  await assert.rejects(otherwise('Dense', (layer) => (layer.inbound_nodes[0][0][2] = 1)), refusedWith(/expected Dense '.*' to read outputs that layers have, got 1 of/));
  await assert.rejects(otherwise('Dense', (layer) => (layer.inbound_nodes[0][0][3] = { training: true })), refusedWith(/expected no training in a call of Dense '.*', got true/));
  await assert.rejects(otherwise('Dense', (layer) => (layer.inbound_nodes[0][0][3] = { mask: ['a', 0, 0] })), refusedWith(/expected Dense '.*' to be called with the mask of a Masking or an Embedding, got 'a'/));
  await assert.rejects(otherwise('Concatenate', (layer) => (layer.config.axis = 0)), refusedWith(/expected axis of Concatenate '.*' to be -1, got 0/));
});

/** Keras 3's operations for the mask of a layer that reads `input`. */
function withMask(model, input, value, isAny) {
  const tensor = (name, ...rest) => [{ class_name: '__keras_tensor__', config: { shape: [null], keras_history: [name, 0, 0] } }, ...rest];
  const operation = (class_name, name, config, args) => ({ module: 'keras.src.ops.numpy', class_name, config: { name, ...config }, registered_name: class_name, name, inbound_nodes: [{ args, kwargs: {} }] });
  const made = [operation('NotEqual', 'not_equal', {}, tensor(input, value)), ...(isAny ? [operation('Any', 'any', { axis: -1, keepdims: false }, tensor('not_equal'))] : [])];
  const last = made.at(-1).name;
  for (const { class_name, inbound_nodes } of model.config.layers) {
    if (/LSTM|GRU/.test(class_name)) inbound_nodes[0].kwargs = { mask: tensor(last)[0] };
  }
  return { ...model, config: { ...model.config, layers: [...model.config.layers, ...made] } };
}

test('masks that Keras 3 writes as operations are those of the layers', async () => {
  const { models } = await import('./keras-models.mjs');
  const { asFunctional, asKeras3 } = await import('./keras-files.mjs');
  const { modelOf } = await import('./tensorflow.mjs');
  for (const [name, isAny] of [['masking', true], ['embedding with padding', false]]) {
    const { layers, input, shape } = models[name];
    const its = modelOf(layers());
    const [wanted] = predictionsOf(its, [{ data: input, shape }]);
    const files = await artifactsOf(its);
    const plain = () => asFunctional(asKeras3(files), 3);
    const { model } = await fromKeras(archiveOf(files, { version: older, model: withMask(plain(), 'input_layer', 0, isAny) }));
    const { data: came } = await model.predict({ data: input, shape });
    assert.ok(difference(came, wanted.data) < 3e-6, name);
    model.dispose();
    await assert.rejects(fromKeras(archiveOf(files, { version: older, model: withMask(plain(), 'input_layer', 1, isAny) })), refusedWith(/to be called with the mask of a Masking or an Embedding/));
  }
});
