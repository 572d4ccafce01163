// What TensorFlow.js has not, or writes otherwise: weights as other writers name and lay them, options by version, notes.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { init } from 'lstm-wasm';
import { fromKeras, fromTfjs } from 'lstm-wasm/keras';
import * as worker from 'lstm-wasm/worker';
import { archiveOf, asFunctional, filesOf, h5Of } from './keras-files.mjs';
import { difference, numbers } from './numbers.mjs';
import { refusedWith } from './strangers.mjs';
import { artifactsOf, modelOf, predictionOf, tf } from './tensorflow.mjs';

await init({ threads: 1 }); // which start sooner

const { layers: keras } = tf;
const [B, T, I, H] = [2, 4, 3, 2];
const x = numbers(B * T * I, 5);
const shape = [B, T, I];
const glorot = { recurrentInitializer: 'glorotUniform' };

/** Artifacts of layers given as configurations, with weights by their paths. */
function artifactsWith(layers, weights, version = '2.4.0') {
  const entries = Object.entries(weights);
  const bytes = new Float32Array(entries.flatMap(([, { data }]) => [...data]));
  return {
    modelTopology: { class_name: 'Sequential', config: { name: 'model', layers: layers.map(([class_name, config]) => ({ class_name, config })) }, keras_version: version },
    weightSpecs: entries.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
    weightData: bytes.buffer,
  };
}

const variable = (shape, seed) => ({ shape, data: numbers(shape.reduce((a, b) => a * b), seed) });
const open = (artifacts) => fromTfjs({ load: async () => artifacts });

/** What a model gives for x. */
async function given(opening) {
  const { model, notes } = await opening;
  const { data } = await model.predict({ data: x, shape });
  model.dispose();
  return { data, notes };
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** h = (1 - z) n + z h, n = tanh(W x + b + r (U h + b')), gates z r h side by side; of each sequence the last. */
function gru({ data: W }, { data: U }, { data: b }) {
  const sequence = (n) => {
    let h = Array(H).fill(0);
    for (let t = 0; t < T; ++t) {
      const ofX = (column) => Array.from({ length: I }, (_, i) => x[(n * T + t) * I + i] * W[i * 3 * H + column]).reduce((a, v) => a + v, b[column]);
      const ofH = (column) => h.reduce((sum, value, i) => sum + value * U[i * 3 * H + column], b[3 * H + column]);
      h = h.map((before, u) => {
        const [z, r] = [0, 1].map((gate) => sigmoid(ofX(gate * H + u) + ofH(gate * H + u)));
        return (1 - z) * Math.tanh(ofX(2 * H + u) + r * ofH(2 * H + u)) + z * before;
      });
    }
    return h;
  };
  return Array.from({ length: B }, (_, n) => sequence(n)).flat();
}

const gruConfig = { name: 'gru', units: H, batch_input_shape: [null, T, I], activation: 'tanh', recurrent_activation: 'sigmoid', reset_after: true };
const gruWeights = { 'gru/gru_cell/kernel': variable([I, 3 * H], 1), 'gru/gru_cell/recurrent_kernel': variable([H, 3 * H], 2), 'gru/gru_cell/bias': variable([2, 3 * H], 3) };

test('a GRU whose reset gate comes after the product has two biases', async () => {
  const { data } = await given(open(artifactsWith([['GRU', gruConfig]], gruWeights)));
  assert.ok(difference(data, gru(...Object.values(gruWeights))) < 1e-6);
});

/** Each gate's block of `[rows, gates H]`, by `change`. */
function byGate({ data, shape: [rows, columns] }, gates, change) {
  const units = columns / gates;
  const result = new Float32Array(data.length);
  for (let gate = 0; gate < gates; ++gate) {
    const block = change(Array.from({ length: rows * units }, (_, n) => data[Math.floor(n / units) * columns + gate * units + (n % units)]), rows, units);
    block.forEach((value, n) => (result[Math.floor(n / units) * columns + gate * units + (n % units)] = value));
  }
  return { data: result, shape: [rows, columns] };
}

/** The transposed block's numbers, in the rows and columns of the block itself. */
const turned = (block, rows, columns) => Array.from({ length: block.length }, (_, n) => block[(n % rows) * columns + Math.floor(n / rows)]);

/** As CuDNN has what Keras has: of the inputs the numbers of the transposed blocks, of h transposed blocks, two biases in a row. */
const ofCudnn = ([kernel, recurrent, bias], gates) => ({
  kernel: byGate(kernel, gates, turned),
  recurrent_kernel: byGate(recurrent, gates, turned),
  bias: { data: bias.data, shape: [2 * gates * H] },
});

test('CuDNN layers are read from its layout', async () => {
  const weights = ofCudnn(Object.values(gruWeights), 3);
  const named = Object.fromEntries(Object.entries(weights).map(([name, value]) => [`cu_dnngru_1/${name}`, value]));
  const { data } = await given(open(artifactsWith([['CuDNNGRU', { name: 'cu_dnngru_1', units: H, batch_input_shape: [null, T, I] }]], named)));
  assert.ok(difference(data, gru(...Object.values(gruWeights))) < 1e-6);

  const its = modelOf([keras.lstm({ units: H, ...glorot, recurrentActivation: 'sigmoid', inputShape: [T, I] })]);
  const [kernel, recurrent, bias] = its.getWeights().map((tensor) => ({ data: tensor.dataSync(), shape: tensor.shape }));
  const halves = { data: [...bias.data.map((value) => value - 0.25), ...bias.data.map(() => 0.25)] };
  const lstm = Object.entries(ofCudnn([kernel, recurrent, halves], 4)).map(([name, value]) => [`both/forward_l/${name}`, value]);
  const backward = lstm.map(([name, value]) => [name.replace('forward', 'backward'), value]);
  const layer = { class_name: 'CuDNNLSTM', config: { name: 'l', units: H } };
  const both = await given(open(artifactsWith([['Bidirectional', { name: 'both', layer, merge_mode: 'concat', batch_input_shape: [null, T, I] }]], Object.fromEntries([...lstm, ...backward]))));
  const wanted = predictionOf(its, x, shape).data;
  for (let n = 0; n < B; ++n) assert.ok(difference(both.data.slice(n * 2 * H, n * 2 * H + H), wanted.slice(n * H, (n + 1) * H)) < 1e-6);
});

test('a hard sigmoid is by the version of Keras', async () => {
  const dense = [['Dense', { name: 'dense', units: 1, use_bias: false, batch_input_shape: [null, 1], activation: 'hard_sigmoid' }]];
  const at = async (version) => {
    const { model } = await open(artifactsWith(dense, { 'dense/kernel': { shape: [1, 1], data: [1] } }, version));
    const { data } = await model.predict([[1.2]]);
    model.dispose();
    return data[0];
  };
  for (const version of ['2.0.2', '2.15.0', 'tfjs-layers 4.22.0', undefined]) assert.ok(Math.abs((await at(version)) - 0.74) < 1e-6, version);
  for (const version of ['3.0.5', '3.15.0']) assert.ok(Math.abs((await at(version)) - 0.7) < 1e-6, version);
});

test('a causal convolution sees no later step', async () => {
  const its = modelOf([keras.conv1d({ filters: 2, kernelSize: 3, inputShape: [null, I] })]);
  const padded = new Float32Array(B * (T + 2) * I);
  for (let n = 0; n < B; ++n) padded.set(x.subarray(n * T * I, (n + 1) * T * I), (n * (T + 2) + 2) * I);
  const wanted = predictionOf(its, padded, [B, T + 2, I]).data;
  const artifacts = await artifactsOf(its);
  artifacts.modelTopology.config.layers[0].config.padding = 'causal';
  assert.ok(difference((await given(open(artifacts))).data, wanted) < 1e-6);
});

test('quantised weights are what they stand for', async () => {
  const its = modelOf([keras.dense({ units: 2, inputShape: [T, I], useBias: false })]);
  const wanted = predictionOf(its, x, shape).data;
  const artifacts = await artifactsOf(its);
  const [spec] = artifacts.weightSpecs;
  const weights = new Float32Array(artifacts.weightData);
  const opened = async (quantization, bytes) => (await given(fromTfjs(filesOf(artifacts, { weights: [{ ...spec, quantization }], bytes })))).data;
  for (const [dtype, most, Kind] of [['uint8', 255, Uint8Array], ['uint16', 65535, Uint16Array]]) {
    const quantized = Kind.from(weights, (value) => Math.round(((value + 1) / 2) * most));
    assert.ok(difference(await opened({ dtype, scale: 2 / most, min: -1 }, new Uint8Array(quantized.buffer)), wanted) < 4 / most, dtype);
  }
  const halves = Uint16Array.from([0.5, -0.25, 1, -1, 2 ** -24, 0], (value) => ({ 0.5: 0x3800, '-0.25': 0xb400, 1: 0x3c00, '-1': 0xbc00, 0: 0 })[value] ?? 1);
  const { data } = await given(fromTfjs(filesOf(artifacts, { weights: [{ ...spec, quantization: { dtype: 'float16' } }], bytes: new Uint8Array(halves.buffer) })));
  assert.ok(Math.abs(data[0] - (x[0] * 0.5 + x[1] + x[2] * 2 ** -24)) < 1e-6);
  assert.ok(Math.abs(data[1] - (x[0] * -0.25 - x[1])) < 1e-6);
});

test('weights are found by their names, in whichever order, and as other writers name them', async () => {
  const its = modelOf([keras.bidirectional({ layer: keras.lstm({ units: H, ...glorot }), inputShape: [T, I] }), keras.dense({ units: 2 })]);
  const wanted = predictionOf(its, x, shape).data;
  const artifacts = await artifactsOf(its);
  const [both, dense] = artifacts.modelTopology.config.layers.map(({ config }) => config.name);
  const inner = artifacts.modelTopology.config.layers[0].config.layer.config.name;
  const renamings = {
    'with the cell': (path) => path.replace(/(ward_\w+)\//, '$1/lstm_cell_7/'),
    'twice forward': (path) => path.replace('forward_', 'forward_forward_'),
    'without the wrapper': (path) => path.replace(`${both}/`, ''),
    'below the model': (path) => `model/${path}`,
  };
  for (const [what, rename] of Object.entries(renamings)) {
    const weights = artifacts.weightSpecs.map((spec) => ({ ...spec, name: rename(spec.name) }));
    assert.ok(weights.some(({ name }) => name.includes(inner) && name.startsWith('model/') === (what === 'below the model')), what);
    assert.ok(difference((await given(fromTfjs(filesOf(artifacts, { weights })))).data, wanted) < 1e-6, what);
  }
  const parts = (await import('./keras-files.mjs')).variablesOf(artifacts).reverse();
  const weights = parts.map(({ path, shape: extents }) => ({ name: path, shape: extents, dtype: 'float32' }));
  const bytes = new Uint8Array(Float32Array.from(parts.flatMap(({ data }) => [...data])).buffer);
  assert.ok(difference((await given(fromTfjs(filesOf(artifacts, { weights, bytes })))).data, wanted) < 1e-6, 'backwards');
  assert.ok(dense);
  for (const slash of ['/', '\\']) {
    assert.ok(difference((await given(fromKeras(archiveOf(artifacts, { version: '2.14.0', slash })))).data, wanted) < 1e-6, slash);
  }
  its.dispose();
});

test('what was dropped or is otherwise here is told', async () => {
  const its = modelOf([
    keras.embedding({ inputDim: 5, outputDim: 3, maskZero: true }),
    keras.lstm({ units: H, ...glorot, returnSequences: true, kernelRegularizer: 'l1l2' }),
    keras.gaussianDropout({ rate: 0.1 }),
    keras.dense({ units: 2, kernelConstraint: 'nonNeg' }),
  ]);
  const artifacts = await artifactsOf(its);
  const [, lstm, noise, dense] = artifacts.modelTopology.config.layers.map(({ config }) => config);
  Object.assign(lstm, { zero_output_for_mask: true, dtype: { class_name: 'DTypePolicy', config: { name: 'mixed_float16' } } });
  const { model, notes } = await open(artifacts);
  assert.deepEqual(notes, [
    `kernel_regularizer of LSTM '${lstm.name}' is dropped`,
    `LSTM '${lstm.name}' computes in float32, not in mixed_float16`,
    `LSTM '${lstm.name}' gives its last output at masked steps, where Keras gives zeros`,
    `GaussianDropout '${noise.name}' is dropped, for it only trains`,
    `kernel_constraint of Dense '${dense.name}' is dropped`,
  ]);
  model.dispose();
});

const stacked = await artifactsOf(modelOf([keras.lstm({ units: H, ...glorot, inputShape: [T, I] }), keras.dense({ units: 2 })]));

/** The stack with other options of its first layer. */
function otherwise(options, { remove = [] } = {}) {
  const copy = structuredClone(stacked);
  const { config } = copy.modelTopology.config.layers[0];
  Object.assign(config, { name: 'its' }, options);
  for (const name of remove) delete config[name];
  copy.weightSpecs.forEach((spec) => (spec.name = spec.name.replace(/lstm_LSTM\d+/, 'its')));
  return copy;
}

const wrong = {
  "expected activation of LSTM 'its' to be tanh, .*, got \"gelu\"": otherwise({ activation: 'gelu' }),
  "expected recurrent_activation of LSTM 'its' to be .*, got \\{\"class_name\":\"own\"": otherwise({ recurrent_activation: { class_name: 'own', config: {} } }),
  "expected recurrent_activation of LSTM 'its' to be tanh, .*, got none": otherwise({}, { remove: ['recurrent_activation'] }),
  "expected time_major of LSTM 'its' to be false, got true": otherwise({ time_major: true }),
  "expected no peephole of LSTM 'its', got 1: save it again without": otherwise({ peephole: 1 }),
  "expected cell/kernel of LSTM 'its' to be of shape \\[3, 12\\], got \\[3, 8\\]": otherwise({ units: 3 }),
  "expected no further variables of LSTM 'its', got its/bias": otherwise({ use_bias: false }),
  "expected the shape of 'its_input', which the model reads, got none": otherwise({}, { remove: ['batch_input_shape'] }),
};

for (const [words, artifacts] of Object.entries(wrong)) {
  test(`refused: ${words}`, () => assert.rejects(open(artifacts), refusedWith(new RegExp(words))));
}

test('layers that are not Keras\'s, or not ours, are refused by name', async () => {
  const one = (class_name, more = {}) => open({ ...stacked, modelTopology: { class_name: 'Sequential', config: [{ class_name, config: { name: 'its', batch_input_shape: [null, T, I] }, ...more }] } });
  await assert.rejects(one('Lambda'), refusedWith(/expected a layer that there is here, got Lambda 'its': put another in its place, and save it again; there are Embedding, LSTM/));
  await assert.rejects(one('LSTM', { module: 'mine.layers' }), refusedWith(/expected layers of Keras, got LSTM 'its', which is of mine\.layers/));
  await assert.rejects(one('LSTM', { registered_name: 'Custom>LSTM' }), refusedWith(/which is of Custom>LSTM/));
});

test('several inputs of a layer that reads one are refused', async () => {
  const model = asFunctional(stacked.modelTopology, 2);
  model.config.layers[1].inbound_nodes = [[[model.config.layers[0].name, 0, 0, {}], [model.config.layers[0].name, 0, 0, {}]]];
  await assert.rejects(fromKeras(h5Of(stacked, '2.4.0', undefined, model)), refusedWith(/expected one input of Dense '.*', got 2/));
});

test('a model comes from an address, from files, or from what loads it there', async () => {
  const files = filesOf(stacked);
  const server = createServer(({ url }, response) => {
    const bytes = files[url.slice('/model/'.length).split('?')[0]];
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise((done) => server.listen(0, done));
  const address = `http://localhost:${server.address().port}/model/model.json`;
  const wanted = (await given(open(stacked))).data;
  const asFiles = Object.entries(files).map(([name, bytes]) => new File([bytes], name));
  for (const source of [address, `${address}?key=1`, new URL(address), asFiles, tf.io.fromMemory(stacked)]) {
    assert.deepEqual((await given(fromTfjs(source))).data, wanted);
  }
  await assert.rejects(fromTfjs(address.replace('model.json', 'other.json')), /expected a file at .*other\.json in fromTfjs, got status 404/);
  server.close();
  const { 'model.json': json, ...shards } = files;
  assert.deepEqual((await given(fromTfjs({ 'other.json': json, ...shards }))).data, wanted);
  await assert.rejects(fromTfjs({ 'model.json': json }), refusedWith(/expected a file 'group1-shard1' in fromTfjs, got model\.json/));
  await assert.rejects(fromTfjs(shards), refusedWith(/expected model\.json in fromTfjs, got group1-shard1/));
});

test('paths that lead elsewhere, and a graph model, are refused', async () => {
  const said = (json) => ({ 'model.json': new TextEncoder().encode(JSON.stringify(json)) });
  for (const path of ['../x', '/x', 'https://x.y/z', 'a/../../x']) {
    const files = said({ modelTopology: stacked.modelTopology, weightsManifest: [{ paths: [path], weights: [] }] });
    await assert.rejects(fromTfjs(files), refusedWith(/expected paths beside model\.json in fromTfjs/));
  }
  await assert.rejects(fromTfjs(said({ modelTopology: { node: [] }, weightsManifest: [] })), refusedWith(/expected a layers model in fromTfjs, got a graph model/));
});

test('a model may be made in the worker; what makes none is refused', async () => {
  await worker.init({ threads: 1 });
  const { model } = await fromKeras(h5Of(stacked), { in: worker });
  assert.ok(difference((await model.predict({ data: x, shape })).data, (await given(open(stacked))).data) < 1e-6);
  model.dispose();
  await assert.rejects(fromKeras(h5Of(stacked), { in: {} }), refusedWith(/expected in of fromKeras to be a module that makes models/));
  await assert.rejects(fromKeras('model.h5'), refusedWith(/expected the file in fromKeras as a Uint8Array or ArrayBuffer/));
  await assert.rejects(fromKeras(new Uint8Array(9)), refusedWith(/expected a \.keras or \.h5 file in fromKeras, got other bytes/));
});
