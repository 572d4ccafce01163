// Keras's HDF5 files: the configuration in an attribute, weights in a group a layer.
import { parsed } from '../folder.js';
import { type Hdf5Object, openHdf5 } from './hdf5/file.js';
import type { KerasFile } from './file.js';
import type { KerasLayer } from './topology.js';
import { NamedVariables } from './variables.js';

/** Throws TypeError for what holds no model. */
export function readH5(bytes: Uint8Array): KerasFile {
  const root = openHdf5(bytes, 'the file');
  const [config] = root.texts('model_config') ?? [];
  if (config === undefined) {
    throw new TypeError('lstm: expected model_config in the file, got weights alone: save the model itself with model.save()');
  }
  const weights = root.get('model_weights') ?? root;
  return {
    model: parsed(new TextEncoder().encode(config), 'model_config of the file'),
    version: root.texts('keras_version')?.[0] ?? '1',
    variables: ({ name }: KerasLayer) => variablesOf(weights.get(name)),
  };
}

/** Those that the layer's group lists: what it holds beside is not the layer's. */
function variablesOf(group: Hdf5Object | undefined): NamedVariables {
  const names = group ? listed(group) : [];
  return new NamedVariables(
    names.map((path) => {
      const dataset = group!.get(path);
      if (!dataset) throw new TypeError(`lstm: expected '${path}' in the file, as its layer says, got none`);
      return { path, shape: dataset.shape, read: () => dataset.read() };
    }),
  );
}

/** A long list is in parts, each an attribute. */
function listed(group: Hdf5Object): string[] {
  const whole = group.texts('weight_names');
  if (whole) return whole;
  const names: string[] = [];
  for (let n = 0; ; ++n) {
    const part = group.texts(`weight_names${n}`);
    if (!part) return names;
    names.push(...part);
  }
}
