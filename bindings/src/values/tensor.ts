// Numbers with a shape, in the JavaScript heap; and their one way into WebAssembly memory.
import { checked, flat } from './flat.js';
import { type Raw, type RawTensor, text } from '../wire/raw.js';

/** An array nested as deep as the tensor has axes. */
export type NestedArray = number[] | NestedArray[];

/** Any typed array. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** Numbers with a shape. */
export interface TensorLike {
  /** The elements, the last axis fastest. Tokens and labels may be in any kind of array. */
  data: NumericArray;
  /** The extent of each axis; their product is the length of `data`. */
  shape: readonly number[];
  /** Of sequences of unequal lengths: the steps of each, on the second axis; what comes after is padding. */
  lengths?: ArrayLike<number> | undefined;
}

/**
 * What a model takes: numbers in a tensor, in a typed array of one axis, or in arrays, nested, of any of
 * these. Where samples are sequences, these may be of unequal lengths.
 */
export type Input = TensorLike | NumericArray | readonly number[] | readonly Input[];

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

/** A tensor in WebAssembly memory, copied out: the steps of sequences of unequal lengths are padded with zeros. */
export function takenTensor(elements: Float32Array, shape: readonly number[], lengths: readonly number[]): Tensor {
  if (lengths.length === 0) return new Tensor(elements.slice(), shape);
  const step = shape.slice(2).reduce((product, extent) => product * extent, 1);
  const data = new Float32Array(shape[0]! * shape[1]! * step);
  let from = 0;
  for (const [n, length] of lengths.entries()) {
    data.set(elements.subarray(from, from + length * step), n * shape[1]! * step);
    from += length * step;
  }
  return new Tensor(data, shape, lengths);
}

const optional = new Set(['sampleWeight', 'validationWeight']);
const mayBeRagged = new Set(['x', 'y', 'validationX', 'validationY', ...optional]);

/** Runs `use` with copies of the inputs in WebAssembly memory, null for those that are not there. */
export function withTensors<Result>(
  raw: Raw,
  inputs: Record<string, Input | undefined>,
  use: (...tensors: (RawTensor | null)[]) => Result,
): Result {
  const copies: (RawTensor | null)[] = [];
  try {
    for (const [what, input] of Object.entries(inputs)) {
      if (input === undefined && optional.has(what)) {
        copies.push(null);
        continue;
      }
      const { rows, count, whole, shape, lengths } = flat(input as Input, what, mayBeRagged.has(what));
      const copy = raw.newTensor(text(shape), whole, text(lengths));
      copies.push(copy);
      if (count === 0) continue; // a detached array's set would throw
      const elements = copy.elements();
      let at = 0;
      for (const row of rows) {
        elements.set(row, at);
        at += row.length;
      }
    }
    return use(...copies);
  } finally {
    for (const copy of copies) copy?.delete();
  }
}
