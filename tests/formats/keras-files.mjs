// A model of TensorFlow.js in each of the containers that Keras has, as Keras writes them.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import h5wasm from 'h5wasm/node';

await h5wasm.ready;

const json = (value) => new TextEncoder().encode(JSON.stringify(value));

/** An HDF5 file that `write` fills, of the first version as Keras writes it, or of another. */
export function hdf5(write, libver = ['earliest', 'latest']) {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-hdf5-'));
  const path = join(folder, 'file.h5');
  try {
    const file = new h5wasm.File(path, 'w', { libver });
    write(file);
    file.close();
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The group at a path, made where there is none. */
const groupAt = (root, path) => path.reduce((group, name) => group.get(name) ?? group.create_group(name), root);

/** A dataset at a path. */
export function put(root, path, { data, shape }, options = {}) {
  const names = path.split('/');
  groupAt(root, names.slice(0, -1)).create_dataset({ name: names.at(-1), data, shape, ...options });
}

/** The variables of artifacts, by their paths. */
export function variablesOf({ weightSpecs, weightData }) {
  let place = 0;
  return weightSpecs.map(({ name, shape }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const data = new Float32Array(weightData.slice(place, (place += 4 * count)));
    return { path: name, shape, data };
  });
}

const layersOf = ({ modelTopology }) => modelTopology.config.layers;
const ofLayer = (variables, { config }) => variables.filter(({ path }) => path.split('/')[0] === config.name);

/** `.h5`, of any version. @param named - what a variable's path becomes */
export function h5Of(artifacts, version = '2.2.4', named = (path) => `${path}:0`, model = artifacts.modelTopology) {
  const variables = variablesOf(artifacts);
  return hdf5((file) => {
    file.create_attribute('keras_version', version);
    file.create_attribute('model_config', JSON.stringify({ class_name: model.class_name, config: model.config }));
    const weights = file.create_group('model_weights');
    weights.create_attribute('layer_names', layersOf(artifacts).map(({ config }) => config.name));
    for (const layer of layersOf(artifacts)) {
      const its = ofLayer(variables, layer);
      const group = weights.create_group(layer.config.name);
      const names = its.map(({ path }) => named(path));
      if (names.length > 0) group.create_attribute('weight_names', names, null, `S${Math.max(...names.map((name) => name.length))}`);
      else group.create_attribute('weight_names', new Float64Array(0), [0]);
      its.forEach((variable, n) => put(group, names[n], variable));
    }
  });
}

const snake = (name) => name.replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** Where a variable is in a `.keras` file's layer. */
function placeIn(className, path) {
  const side = /\/(forward|backward)_/.exec(path)?.[1];
  const wrapper = side ? [`${side}_layer`] : className === 'TimeDistributed' ? ['layer'] : [];
  const cell = /RNN|LSTM|GRU|Bidirectional/.test(className) ? ['cell'] : [];
  return [...wrapper, ...cell, 'vars'].join('/');
}

/** `.keras`. @param options - of the zip */
export function archiveOf(artifacts, { version = '3.9.2', model = artifacts.modelTopology, slash = '/', level = 0 } = {}) {
  const variables = variablesOf(artifacts);
  const counts = new Map();
  const weights = hdf5((file) => {
    for (const layer of layersOf(artifacts)) {
      const name = snake(layer.class_name);
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      const numbered = new Map();
      for (const variable of ofLayer(variables, layer)) {
        const place = placeIn(layer.class_name, variable.path);
        const number = numbered.get(place) ?? 0;
        numbered.set(place, number + 1);
        const folders = ['layers', count > 0 ? `${name}_${count}` : name, ...place.split('/').slice(0, -1)].join(slash);
        put(groupAt(file, folders.split('/').concat('vars')), String(number), variable);
      }
    }
  });
  const members = {
    'metadata.json': json({ keras_version: version, date_saved: '2026-01-01@00:00:00' }),
    'config.json': json({ class_name: model.class_name, config: model.config }),
    'model.weights.h5': weights,
  };
  return zipSync(members, { level });
}

const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };

/** A configuration of Keras 2 as Keras 3 writes it. */
function newer({ class_name, config }) {
  const { batch_input_shape, layer, ...options } = config;
  const its = { ...options, dtype: policy, seed: null };
  if (layer) its.layer = newer(layer);
  if (class_name === 'Bidirectional') {
    its.layer.config.zero_output_for_mask = true;
    its.backward_layer = { ...its.layer, config: { ...its.layer.config, name: 'backward', go_backwards: true } };
  }
  return { module: 'keras.layers', class_name, config: its, registered_name: null, build_config: { input_shape: [null, 1] } };
}

/** A Sequential of Keras 2 as one of Keras 3. */
export function asKeras3({ modelTopology }) {
  const [first] = modelTopology.config.layers;
  const input = { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: first.config.batch_input_shape, dtype: 'float32', sparse: false, name: 'input_layer' }, registered_name: null };
  const layers = [input, ...modelTopology.config.layers.map(newer)];
  return { class_name: 'Sequential', config: { name: 'sequential', trainable: true, dtype: policy, layers, build_input_shape: first.config.batch_input_shape } };
}

/** The same as a Functional, of Keras 2 or 3. */
export function asFunctional({ class_name, config }, version) {
  const layers = config.layers.map((layer, n) => {
    const before = config.layers[n - 1]?.config.name;
    const tensor = { class_name: '__keras_tensor__', config: { shape: [null, 1], dtype: 'float32', keras_history: [before, 0, 0] } };
    const call = version === 2 ? [[before, 0, 0, {}]] : { args: [tensor], kwargs: { mask: null, training: false } };
    return { ...layer, name: layer.config.name, inbound_nodes: n === 0 ? [] : [call] };
  });
  const end = (name) => (version === 2 ? [[name, 0, 0]] : [name, 0, 0]);
  const [first, last] = [layers[0].name, layers.at(-1).name];
  return { class_name: version === 2 ? 'Model' : 'Functional', config: { name: class_name, layers, input_layers: end(first), output_layers: end(last) } };
}

/** A graph of Keras 2 as one of Keras 3. */
export function asKeras3Graph({ class_name, config }) {
  const tensor = ([name, call, output]) => ({ class_name: '__keras_tensor__', config: { shape: [null, 1], dtype: 'float32', keras_history: [name, call, output] } });
  const isRecurrent = (name) => /^(LSTM|GRU|SimpleRNN)$/.test(name);
  const nodeOf = (layer, node) => {
    const [x, ...others] = node.map(tensor);
    if (others.length === 0) return { args: [x], kwargs: { mask: null, training: false } };
    return isRecurrent(layer) ? { args: [x], kwargs: { initial_state: others } } : { args: [[x, ...others]], kwargs: {} };
  };
  const layers = config.layers.map((layer) => {
    const { batch_input_shape, ...options } = layer.config;
    const input = layer.class_name === 'InputLayer' ? { class_name: 'InputLayer', config: { ...options, batch_shape: batch_input_shape } } : newer(layer);
    return { ...input, name: layer.name, inbound_nodes: layer.inbound_nodes.map((node) => nodeOf(layer.class_name, node)) };
  });
  return { class_name: class_name === 'Model' ? 'Functional' : class_name, config: { ...config, layers } };
}

/** model.json and its files. @param cut - bytes in each */
export function filesOf({ modelTopology, weightSpecs, weightData }, { weights = weightSpecs, bytes = new Uint8Array(weightData), cut = bytes.length } = {}) {
  const paths = Array.from({ length: Math.max(1, Math.ceil(bytes.length / cut)) }, (_, n) => `./group1-shard${n + 1}`);
  return {
    'model.json': json({ format: 'layers-model', modelTopology, weightsManifest: [{ paths, weights }] }),
    ...Object.fromEntries(paths.map((path, n) => [path.slice(2), bytes.slice(n * cut, (n + 1) * cut)])),
  };
}
