// What `inspect` gives, by the cells of the layers that it looks into.
import type { Cell, CellStates } from './layers.js';

/** A layer at every step: `[T, H]` each along a text, `[N, T, H]` for sequences. */
export type LayerStates<Its extends Cell = 'lstm'> = CellStates[Its];

/** What `inspect` gives of sequences. */
export interface InspectedLayers<Its extends Cell = 'lstm'> {
  /** Every recurrent layer, the first to read first. */
  layers: LayerStates<Its>[];
}

/** What `inspect` gives of a text. */
export interface Inspected<Its extends Cell = 'lstm'> extends InspectedLayers<Its> {
  /** The text. */
  tokens: Int32Array;
}
