// A model of ours from a configuration of Keras's and the variables of a file.
import type { Layer } from '../../api/layers.js';
import { type Imported, withWeights } from '../imported.js';
import type { Loadable, Makers } from '../makers.js';
import { chainOf } from './chain.js';
import type { KerasFile } from './file.js';
import { Network } from './network.js';
import { topologyOf } from './topology.js';

/** Throws TypeError where the model is not one of ours: by layer, option and value. */
export async function opened<Model extends Loadable>(file: KerasFile, { sequential }: Makers<Model>): Promise<Imported<Model>> {
  const network = new Network(file, topologyOf(file.model));
  const layers = chainOf(network);
  if (!layers) throw new TypeError('lstm: expected layers one after the other, got a graph: save a part of it that is a chain');
  const model = await sequential({ layers: layers as unknown as Layer[] });
  return { model: await withWeights(model, network.weights), notes: network.notes };
}
