// What a row asks, of the layer that it is for.
import type { Tensor } from '../../../values/tensor.js';
import type { SavedLayer } from '../../saved.js';
import type { Graph } from './graph.js';

export interface Asked {
  graph: Graph;
  layer: SavedLayer;
  /** Axes of its input, the batch's included. */
  rank: number;
  weight(parameter: string): Tensor | undefined;
  note(sentence: string): void;
}

/** The nodes that make y of x, and of what else comes in. Gives y, by name, and states after it. */
export type Row = (asked: Asked, x: string, ...more: string[]) => string | string[];
