// A model of ours from a configuration of Keras's and the variables of a file.
import type { Layer } from '../../api/layers.js';
import { type Imported, withWeights } from '../imported.js';
import type { GraphMakers, Loadable } from '../makers.js';
import { chainOf } from './chain.js';
import { graphOf } from './graph.js';
import type { KerasFile } from './file.js';
import { Network } from './network.js';
import { topologyOf } from './topology.js';

/** Throws TypeError where the model is not one of ours: by layer, option and value. */
export async function opened<Model extends Loadable>(file: KerasFile, { sequential, model }: GraphMakers<Model>): Promise<Imported<Model>> {
  const network = new Network(file, topologyOf(file.model));
  const layers = chainOf(network);
  const made = layers ? await sequential({ layers: layers as unknown as Layer[] }) : ((await model(graphOf(network))) as Model);
  return { model: await withWeights(made, network.weights), notes: network.notes };
}
