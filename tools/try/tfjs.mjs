// Layers models of TensorFlow.js.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fromTfjs } from 'lstm-wasm/keras';
import { engineOf, tf } from './tensorflow.mjs';

const read = (path) => new Uint8Array(readFileSync(path));

/** The files of the folder, by name; of those of JSON the model alone. */
function filesOf(path) {
  const folder = dirname(path);
  const names = readdirSync(folder).filter((name) => !name.endsWith('.json') || name === basename(path));
  return Object.fromEntries(names.map((name) => [name, read(join(folder, name))]));
}

/** For TensorFlow.js: what its browser would read of the files. */
function loaderOf(path) {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(path, 'utf8'));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const bytes = weightsManifest.flatMap(({ paths }) => paths.map((its) => readFileSync(join(dirname(path), its))));
  return { load: async () => ({ modelTopology, weightSpecs, weightData: new Uint8Array(Buffer.concat(bytes)).buffer }) };
}

export const tfjs = {
  opens: (path) => path.endsWith('.json') && /"weightsManifest"/.test(readFileSync(path, 'utf8')),
  open: (path) => fromTfjs(filesOf(path)),
  engine: (path) => engineOf(() => tf.loadLayersModel(loaderOf(path))),
};
