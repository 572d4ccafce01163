// How many axes a layer's output has, the batch's included.
import type { SavedLayer } from './saved.js';

interface Options {
  returnSequences?: boolean;
  targetShape?: readonly number[];
  layer?: SavedLayer;
}

const recurrent = (_: number, { returnSequences }: Options) => (returnSequences ? 3 : 2);
const vector = () => 2;

/** Of those that change it. */
const ranks: Record<string, (rank: number, options: Options) => number> = {
  embedding: (rank) => rank + 1,
  lstm: recurrent,
  gru: recurrent,
  simpleRNN: recurrent,
  bidirectional: (rank, { layer }) => recurrent(rank, layer as Options),
  globalMaxPooling1D: vector,
  globalAveragePooling1D: vector,
  flatten: vector,
  reshape: (_, { targetShape }) => targetShape!.length + 1,
  repeatVector: (rank) => rank + 1,
  timeDistributed: (rank, { layer }) => rankAfter(layer!, rank - 1) + 1,
};

export const rankAfter = (layer: SavedLayer, rank: number): number => ranks[layer.type]?.(rank, layer as Options) ?? rank;
