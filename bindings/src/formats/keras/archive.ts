// Keras 3's .keras files: a zip with the configuration, and weights in HDF5 by where they are in the model.
import { type Hdf5Object, openHdf5 } from './hdf5/file.js';
import { parsed } from '../folder.js';
import { unzip } from '../unzip.js';
import type { KerasFile } from './file.js';
import { type KerasLayer, topologyOf } from './topology.js';
import type { Found, Variables } from './variables.js';

const members = ['metadata.json', 'config.json', 'model.weights.h5'];

/** Throws TypeError for what holds no model. */
export function readArchive(bytes: Uint8Array): KerasFile {
  const files = unzip(bytes, (name) => members.includes(name));
  const [metadata, config, weights] = members.map((name) => {
    const file = files.get(name);
    if (file) return file;
    throw new TypeError(`lstm: expected ${name} in the file, got ${[...files.keys()].join(', ') || 'none of Keras'}: save the model with model.save()`);
  });
  const { keras_version } = parsed(metadata!, 'metadata.json') as { keras_version?: unknown };
  const model = parsed(config!, 'config.json');
  const root = openHdf5(weights!, 'model.weights.h5');
  const folders = foldersOf(topologyOf(model).layers);
  return {
    model,
    version: String(keras_version),
    variables: (layer) => new NumberedVariables(root, folders.get(layer.name)!),
  };
}

/** A layer's folder is named for its class, and counted among those of its class. */
function foldersOf(layers: KerasLayer[]): Map<string, string[]> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map(({ name, className }) => {
      const snake = snakeCase(className);
      const count = counts.get(snake) ?? 0;
      counts.set(snake, count + 1);
      const folder = count === 0 ? snake : `${snake}_${count}`;
      return [name, className === 'TimeDistributed' ? [folder, 'layer'] : [folder]];
    }),
  );
}

/** As Keras makes it. */
const snakeCase = (name: string) =>
  name.replace(/\W+/g, '').replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** Keras 2.12 to 2.15 had another name for the first, and on Windows another slash. */
const roots = ['layers', '_layer_checkpoint_dependencies'];

const directions: Record<string, string> = { forward: 'forward_layer', backward: 'backward_layer' };

/** Of files that count them, in the order that they are asked for. */
class NumberedVariables implements Variables {
  readonly #counts = new Map<string, number>();

  constructor(
    readonly root: Hdf5Object,
    readonly folder: string[],
  ) {}

  find(_: string, within: readonly string[]): Found | undefined {
    const parts = within.map((part) => directions[part] ?? part);
    const key = parts.join('/');
    const count = this.#counts.get(key) ?? 0;
    const found = this.#at(parts)?.get(String(count));
    if (!found) return undefined;
    this.#counts.set(key, count + 1);
    return { shape: found.shape, read: () => found.read() };
  }

  #at(parts: string[]): Hdf5Object | undefined {
    const paths = roots.map((root) => [root, ...this.folder, ...parts]);
    for (const path of paths) {
      const group = this.root.get(path.join('/')) ?? this.root.get(path.join('\\'));
      const variables = group?.get('vars');
      if (variables) return variables;
    }
    return undefined;
  }

  left(): string[] {
    const asked = [...this.#counts].map(([key, count]) => [key.split('/').filter(Boolean), count] as const);
    const parts = asked.length > 0 ? asked : [[[], 0] as const];
    return parts.flatMap(([path, count]) => {
      const names = this.#at([...path])?.names ?? [];
      return names.filter((name) => !(Number(name) < count)).map((name) => [...this.folder, ...path, name].join('/'));
    });
  }
}
