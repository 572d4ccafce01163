// Keras's files. TensorFlow.js predicts what they should, where it has their layers: it gets their configuration, and
// their weights as the HDF5 library reads them, in the order that Keras wrote them.
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import h5wasm from 'h5wasm/node';
import { fromKeras } from 'lstm-wasm/keras';
import { forTensorFlow } from './keras-config.mjs';
import { engineOf, tf } from './tensorflow.mjs';

await h5wasm.ready;

const read = (path) => new Uint8Array(readFileSync(path));
const text = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
const isZip = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Runs `use` with an HDF5 file's root. */
function withHdf5(bytes, use) {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-try-'));
  const path = join(folder, 'file.h5');
  writeFileSync(path, bytes);
  const file = new h5wasm.File(path, 'r');
  try {
    return use(file);
  } finally {
    file.close();
    rmSync(folder, { recursive: true });
  }
}

const valuesOf = ({ value, shape }) => ({ data: Float32Array.from(value, Number), shape });

/** Of `.h5`: by layer, in the order of its list. */
function ofH5(bytes) {
  return withHdf5(bytes, (file) => {
    const groups = file.get('model_weights') ?? file;
    const names = [...groups.attrs.layer_names.value];
    const weights = names.map((name) => {
      const group = groups.get(name);
      const list = group.attrs.weight_names.value;
      return [name, Array.isArray(list) ? list.map((path) => valuesOf(group.get(path))) : []];
    });
    const { model_config, keras_version } = file.attrs;
    return { model: JSON.parse(model_config.value), version: keras_version?.value ?? '1', weights: new Map(weights) };
  });
}

const snake = (name) => name.replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** The numbered datasets below a group, forward before backward. */
function below(group) {
  const vars = group.get('vars')?.keys() ?? [];
  const own = vars.sort((a, b) => a - b).map((name) => valuesOf(group.get(`vars/${name}`)));
  const parts = ['cell', 'layer', 'forward_layer', 'backward_layer'].flatMap((name) => (group.keys().includes(name) ? below(group.get(name)) : []));
  return [...own, ...parts];
}

/** Of `.keras`: by the layers' classes, counted. */
function ofArchive(bytes) {
  const members = unzipSync(bytes);
  const model = text(members['config.json']);
  return withHdf5(members['model.weights.h5'], (file) => {
    const counts = {};
    const weights = model.config.layers.map(({ class_name, config }) => {
      const name = snake(class_name);
      counts[name] = (counts[name] ?? -1) + 1;
      const group = file.get(`layers/${counts[name] > 0 ? `${name}_${counts[name]}` : name}`);
      return [config.name, group ? below(group) : []];
    });
    return { model, version: text(members['metadata.json']).keras_version, weights: new Map(weights) };
  });
}

/** The model in TensorFlow.js, which takes weights by layer. */
async function loaded({ model, version, weights }) {
  const its = await tf.models.modelFromJSON({ modelTopology: forTensorFlow(model, version, [...weights.values()].flat()[0]?.shape[0]) });
  for (const layer of its.layers) {
    const values = weights.get(layer.name) ?? [];
    if (values.length > 0) layer.setWeights(values.map(({ data, shape }) => tf.tensor(data, shape)));
  }
  return its;
}

export const keras = {
  opens: (path) => /\.(h5|hdf5|keras)$/.test(path),
  open: (path) => fromKeras(read(path)),
  async engine(path) {
    const bytes = read(path);
    const file = isZip(bytes) ? ofArchive(bytes) : ofH5(bytes);
    return engineOf(() => loaded(file));
  },
};
