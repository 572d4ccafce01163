// A model for TensorFlow.js, as a layers model.
import { expectNoMore } from '../../values/expect.js';
import { readSaved, type Savable } from '../saved.js';
import type { TfjsLoader } from './tfjs-source.js';
import { type Exported, exported } from './tfjs-topology.js';

/** What {@link toTfjs} writes. */
export interface ForTfjs {
  /** For `tf.loadLayersModel(model)`. */
  model: TfjsLoader;
  /** The same as files: `model.json`, and the weights that it names. */
  files: Record<string, Uint8Array>;
  /** What is otherwise there than here, each in a sentence. */
  notes: string[];
}

const weightsFile = 'weights.bin';

/**
 * A layers model of TensorFlow.js that computes what a model does, with its weights.
 * @throws TypeError for what TensorFlow.js has not, naming layer, option and value.
 */
export async function toTfjs(model: Savable, ...more: undefined[]): Promise<ForTfjs> {
  expectNoMore(more, 'toTfjs');
  const { said, weights } = await readSaved(model, 'toTfjs');
  const { topology, variables, notes } = exported(said, weights);
  if (said.languageModel) notes.push('Left out the tokenizer: the model reads and gives the tokens that it numbers.');
  const about = { modelTopology: topology, format: 'layers-model', generatedBy: 'lstm-wasm', convertedBy: null };
  const specs = variables.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const bytes = bytesOf(variables);
  const json = { ...about, weightsManifest: [{ paths: [weightsFile], weights: specs }] };
  return {
    model: { load: async () => ({ ...about, weightSpecs: specs, weightData: bytes.slice().buffer }) },
    files: { 'model.json': new TextEncoder().encode(JSON.stringify(json)), [weightsFile]: bytes },
    notes,
  };
}

/** One after the other, as they lie in memory, too. */
function bytesOf(variables: Exported['variables']): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(variables.reduce((all, [, { data }]) => all + data.byteLength, 0));
  let place = 0;
  for (const [, { data }] of variables) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return bytes;
}
