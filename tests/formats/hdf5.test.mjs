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
function fileWith({ options = {}, data = (values) => values, names = ['kernel:0', 'bias:0'], write = (group, name, value) => group.create_attribute(name, value), order = false, libver } = {}) {
  return hdf5((file) => {
    write(file, 'model_config', JSON.stringify(config));
    write(file, 'keras_version', '2.4.0');
    const group = file.create_group('model_weights', order).create_group('dense', order);
    write(group, 'weight_names', names);
    put(group, names[0], { ...kernel, data: data(kernel.data) }, options);
    put(group, names[1], { ...bias, data: data(bias.data) }, options.chunks ? { ...options, chunks: [2] } : options);
  }, libver);
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
  'of a newer version': { libver: ['v108', 'latest'] },
  'of the newest version': { libver: 'latest' },
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


const u64 = (bytes, at) => Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true));

/** A file with other bytes from a place on. */
function changed(bytes, at, numbers) {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  numbers.reduce((place, [size, value]) => {
    if (size === 2) view.setUint16(place, value, true);
    else if (size === 8) view.setBigUint64(place, BigInt(value), true);
    else view.setUint8(place, value);
    return place + size;
  }, at);
  return copy;
}

test('trees and headers that lead around in circles are refused', async () => {
  const bytes = fileWith();
  const tree = String.fromCharCode(...bytes).indexOf('TREE');
  const inItself = changed(changed(bytes, tree + 5, [[1, 1], [2, 1]]), tree + 32, [[8, tree]]); // its level, its one child
  await assert.rejects(fromKeras(inItself), refusedWith(/expected parts that end in the file, got some in circles/));
  const root = u64(bytes, 64);
  const forever = changed(bytes, root + 16, [[2, 0x10], [2, 16], [1, 0], [1, 0], [1, 0], [1, 0], [8, root + 16], [8, 24]]); // goes on with itself
  await assert.rejects(fromKeras(forever), refusedWith(/expected parts that end in the file, got some in circles/));
});

test('parts beyond the end, and HDF5 that Keras does not write, are refused', async () => {
  const bytes = fileWith();
  await assert.rejects(fromKeras(changed(bytes, 64, [[8, bytes.length]])), refusedWith(/expected 1 bytes at \d+ in the file, got one of \d+/));
  await assert.rejects(fromKeras(changed(bytes, 64, [[8, 2 ** 60]])), refusedWith(/expected 1 bytes at/));
  await assert.rejects(fromKeras(changed(bytes, 8, [[1, 9]])), refusedWith(/expected HDF5 of version 0 to 3 in the file, got 9/));
  await assert.rejects(fromKeras(changed(bytes, 13, [[1, 4]])), refusedWith(/expected HDF5 with places of 8 bytes in the file, got 4 and 8/));
});
