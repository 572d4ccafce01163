// What users give as numbers, and checks of it.
import { kind, shown } from './expect.js';

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

const mostExtent = 2 ** 31 - 1;

/** Is it any typed array? */
export const isNumeric = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);
/** Does it look like a tensor? */
export const isTensor = (value: unknown): value is TensorLike => isNumeric((value as TensorLike | undefined)?.data);
const isExtent = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostExtent;
/** Of all, 1 of none. */
export const product = (extents: readonly number[]) => extents.reduce((all, extent) => all * extent, 1);

/** A value that came where another was expected. */
export function came(value: unknown): string {
  if (Array.isArray(value) || isNumeric(value)) return `an array of length ${value.length}`;
  return shown(value);
}

/** A tensor whose parts fit each other. Throws TypeError for what is none. */
export function checked(value: unknown, what: string): TensorLike {
  if (!isTensor(value) || !Array.isArray(value.shape) || !value.shape.every(isExtent)) {
    throw new TypeError(
      `lstm: expected ${what} to be a nested array of numbers or { data: a typed array, shape: number[] }, got ${kind(value)}`,
    );
  }
  const { data, shape, lengths } = value;
  const size = product(shape);
  if (size !== data.length) {
    throw new TypeError(
      `lstm: expected ${size} elements in ${what} of shape [${shape.join(', ')}], got ${data.length}`,
    );
  }
  if (lengths === undefined) return value;
  if (shape.length < 2) throw new TypeError(`lstm: expected ${what} with lengths to have at least 2 axes, got shape [${shape.join(', ')}]`);
  const list: unknown[] | undefined = Array.isArray(lengths) || isNumeric(lengths) ? Array.from(lengths) : undefined;
  const fits = (length: unknown) => isExtent(length) && length <= shape[1]!;
  if (list?.length === shape[0] && list!.every(fits)) return value;
  throw new TypeError(
    `lstm: expected ${shape[0]} lengths of 0 to ${shape[1]} in ${what}, got ` +
      (list ? `[${list.slice(0, 20).map(shown).join(', ')}]` : shown(lengths)),
  );
}

/** Those of 64-bit integers as numbers, which WebAssembly's arrays take. */
export function numbers<Other>(row: Other | BigInt64Array | BigUint64Array): Other | Float64Array {
  const isBig = row instanceof BigInt64Array || row instanceof BigUint64Array;
  return isBig ? Float64Array.from(row as BigInt64Array, Number) : row;
}
