// What else an HDF5 file may be, and how numbers may lie in it: Keras's own are of the first version, in one piece.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { init } from 'lstm-wasm';
import { fromKeras } from 'lstm-wasm/keras';
import { hdf5, put } from './keras-files.mjs';
import { difference, numbers } from './numbers.mjs';
import { refusedWith } from './strangers.mjs';

await init({ threads: 1 }); // which start sooner

const [I, O] = [6, 5];
const kernel = { data: numbers(I * O, 1), shape: [I, O] };
const bias = { data: numbers(O, 2), shape: [O] };
const config = {
  class_name: 'Sequential',
  config: { name: 'model', layers: [{ class_name: 'Dense', config: { name: 'dense', units: O, batch_input_shape: [null, I], activation: 'linear', use_bias: true } }] },
};

/** A model of one layer, with datasets and attributes as they are asked for. */
function fileWith({ options = {}, data = (values) => values, names = ['kernel:0', 'bias:0'], write = (group, name, value) => group.create_attribute(name, value), order = false } = {}) {
  return hdf5((file) => {
    write(file, 'model_config', JSON.stringify(config));
    write(file, 'keras_version', '2.4.0');
    const group = file.create_group('model_weights', order).create_group('dense', order);
    write(group, 'weight_names', names);
    put(group, names[0], { ...kernel, data: data(kernel.data) }, options);
    put(group, names[1], { ...bias, data: data(bias.data) }, options.chunks ? { ...options, chunks: [2] } : options);
  });
}

/** y = x kernel + bias. */
const expected = Array.from({ length: O }, (_, o) => bias.data[o] + kernel.data.reduce((sum, value, n) => sum + (n % O === o ? value * (1 + Math.floor(n / O)) : 0), 0));

async function predicts(bytes, most = 1e-6) {
  const { model } = await fromKeras(bytes);
  const { data } = await model.predict([[1, 2, 3, 4, 5, 6]]);
  assert.ok(difference(data, expected) < most, `${difference(data, expected)}`);
  model.dispose();
}

const kinds = {
  'of 64 bits': { data: (values) => Float64Array.from(values) },
  'in pieces': { options: { chunks: [2, 3] } },
  'in pieces, deflated': { options: { chunks: [4, 2], compression: 'gzip', compression_opts: 6 } },
  'in pieces larger than all': { options: { chunks: [6, 5], maxshape: [null, null] } },
  'of groups in order': { order: true },
};

for (const [what, how] of Object.entries(kinds)) test(`numbers ${what} are read`, () => predicts(fileWith(how)));

test('texts of fixed length and of any length are read', async () => {
  const fixed = (group, name, value) => group.create_attribute(name, value, null, `S${Math.max(...[value].flat().map((text) => text.length))}`);
  await predicts(fileWith({ write: fixed }));
  await predicts(fileWith({ names: ['model/dense/kernel', 'model/dense/bias'] }));
});

test('whole numbers are read', async () => {
  const whole = (values) => Int16Array.from(values, (value) => Math.round(100 * value));
  const { model } = await fromKeras(fileWith({ data: whole }));
  const { 'dense.bias': came } = model.stateDict();
  assert.deepEqual([...came.data], [...whole(bias.data)]);
  model.dispose();
});

test('a list of weights that is too long for one attribute is read from several', async () => {
  const inTwo = (group, name, value) => {
    if (name !== 'weight_names') return group.create_attribute(name, value);
    value.forEach((one, n) => group.create_attribute(`${name}${n}`, [one]));
  };
  await predicts(fileWith({ write: inTwo }));
});

test('text where numbers are expected, and a filter that nobody knows, are refused', async () => {
  const texts = hdf5((file) => {
    file.create_attribute('model_config', JSON.stringify(config));
    const group = file.create_group('model_weights').create_group('dense');
    group.create_attribute('weight_names', ['kernel', 'bias']);
    group.create_dataset({ name: 'kernel', data: Array(I * O).fill('a'), shape: [I, O] });
    put(group, 'bias', bias);
  });
  await assert.rejects(fromKeras(texts), refusedWith(/expected numbers/));
});

