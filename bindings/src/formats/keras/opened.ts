// A model of ours from a configuration of Keras's and the variables of a file.
import type { Layer } from '../../api/layers.js';
import { type Imported, withWeights } from '../imported.js';
import type { Loadable, Makers } from '../makers.js';
import { Chain } from './chain.js';
import type { KerasFile } from './file.js';
import { topologyOf } from './topology.js';

/** Throws TypeError where the model is not one of ours: by layer, option and value. */
export async function opened<Model extends Loadable>(file: KerasFile, { sequential }: Makers<Model>): Promise<Imported<Model>> {
  const { layers, weights, notes } = new Chain(file, topologyOf(file.model));
  const model = await sequential({ layers: layers as unknown as Layer[] });
  return { model: await withWeights(model, weights), notes };
}
