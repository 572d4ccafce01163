// What the edges of a graph hold while it is read: numbers that are known, or the data on their way.
import type { Layer } from '../../../api/layers.js';
import type { Tensor } from '../../../values/tensor.js';

/** Numbers that do not depend on the data. Whole ones are a Float64Array; NaN: one that does, such as the batch's size. */
export interface Constant {
  kind: 'constant';
  data: Float32Array | Float64Array;
  shape: readonly number[];
}

/** One number everywhere, of a shape that is not known. */
export interface Fill {
  kind: 'fill';
  value: number;
}

export type Role = 'batch' | 'time' | 'directions' | 'features' | 'one' | 'rows';

/** An axis of the data. What it is of an input may turn out later; its extent may not be known, NaN. */
export interface Axis {
  role: Role | undefined;
  size: number;
}

/** A layer that was read. */
export interface Entry {
  /** The same of all that were made of the same node. */
  id: object;
  layer: Layer;
  /** By the names that come after the layer's in a state dict. */
  weights: Record<string, Tensor>;
}

/** The layers so far; of one with two directions perhaps only one, 0: from the start. */
export interface Part {
  entries: readonly Entry[];
  half?: 0 | 1;
}

/** The data: what they went through, and how they lie. */
export interface Flow {
  kind: 'flow';
  axes: readonly Axis[];
  /** As many as there are directions on an axis of their own; else one. */
  parts: readonly Part[];
  /** Do the steps lie from the last to the first of what the layers give? */
  reversed: boolean;
}

/** What comes in beside the data: states to begin with, which a call gives here. */
export interface State {
  kind: 'state';
  name: string;
}

export type Value = Constant | Fill | State | Flow;

/** How far the folding of constants may go, so that a file can't ask for more memory than it has weights for. */
export class Budget {
  #left: number;

  constructor(bytes: number) {
    this.#left = 8 * bytes + 65536;
  }

  take(elements: number): void {
    this.#left -= elements;
    if (!(this.#left >= 0)) throw new RangeError('lstm: expected constants of the order of the file, got nodes that make far more of them');
  }
}

export const isZero = (value: Value): boolean =>
  value.kind === 'fill' ? value.value === 0 : value.kind === 'constant' && value.data.every((one) => one === 0);
