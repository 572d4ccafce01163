// Numbers with a shape, in the JavaScript heap.
import { checked, type TensorLike } from './input.js';

/** An array nested as deep as the tensor has axes. */
export type NestedArray = number[] | NestedArray[];

/** Elements with the last axis fastest, and their shape. Collected like any object. */
export class Tensor implements TensorLike {
  /**
   * Takes all over as they are.
   * @throws TypeError where they do not fit each other.
   */
  constructor(
    /** The elements, the last axis fastest. */
    readonly data: Float32Array | Int32Array,
    /** The extent of each axis. */
    readonly shape: readonly number[],
    /** Of sequences of unequal lengths: the steps of each, on the second axis; zeros come after. */
    readonly lengths?: ArrayLike<number>,
  ) {
    checked(this, 'a tensor');
  }

  /** The elements as nested arrays, sequences as long as they are. */
  toArray(): NestedArray {
    const nest = (axis: number, offset: number, stride: number, sample: number): NestedArray => {
      const extent = this.shape[axis]!;
      const inner = stride / extent;
      const length = axis === 1 ? (this.lengths?.[sample] ?? extent) : extent;
      return axis === this.shape.length - 1
        ? Array.from(this.data.subarray(offset, offset + length))
        : Array.from({ length }, (_, n) => nest(axis + 1, offset + n * inner, inner, axis === 0 ? n : sample));
    };
    return nest(0, 0, this.data.length, 0);
  }
}
