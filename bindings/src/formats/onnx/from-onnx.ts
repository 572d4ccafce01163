// Models from ONNX files.
import type { Sequential } from '../../api/sequential.js';
import { expectNoMore } from '../../values/expect.js';
import { bytesOf } from '../folder.js';
import { type Imported, withWeights } from '../imported.js';
import { type Loadable, makersOf, type OpenOptions } from '../makers.js';
import { named } from '../names.js';
import { chainOf, layersOf } from './read/chain.js';
import { graphOf } from './read/graph.js';

/**
 * A model from an ONNX file whose nodes are layers one after the other: LSTM, GRU and RNN, products with
 * constants, activations, normalizations, windows over steps, embeddings, as PyTorch, tf2onnx and `toOnnx`
 * write them. Weights may be computed from constants; shapes and zeros from the sizes of the input. Axes are
 * as here, the batch first, then time; where the file has them otherwise, a note says so.
 * @throws TypeError for bytes that are no such file, and for nodes that are no such layers, by operator and
 * name: loops, branches and operators of others among them.
 */
export async function fromOnnx<Model extends Loadable = Sequential>(
  file: Uint8Array | ArrayBuffer,
  options: OpenOptions<Model> = {},
  ...more: undefined[]
): Promise<Imported<Model>> {
  expectNoMore(more, 'fromOnnx');
  const { sequential } = await makersOf(options, 'fromOnnx');
  const bytes = bytesOf(file, 'the file in fromOnnx');
  const chain = chainOf(graphOf(bytes), bytes.length);
  const layers = named(layersOf(chain));
  const dict = chain.entries.flatMap(({ weights }, n) => Object.entries(weights).map(([name, tensor]) => [`${layers[n]!.name}.${name}`, tensor]));
  return { model: await withWeights(await sequential({ layers }), Object.fromEntries(dict)), notes: chain.notes };
}
