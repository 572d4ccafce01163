// Numbers with a shape, in the JavaScript heap; and their one way into WebAssembly memory.
import { kind, shown } from './expect.js';
import { type Raw, type RawTensor, text } from './raw.js';

/** An array nested as deep as the tensor has axes. */
export type NestedArray = number[] | NestedArray[];

/** Numbers with a shape. */
export interface TensorLike {
  /** The elements, the last axis fastest. Tokens and labels may be in either kind of array. */
  data: Float32Array | Int32Array;
  /** The extent of each axis; their product is the length of `data`. */
  shape: readonly number[];
}

/** What a model takes: a tensor, a nested array, or a typed array of one axis. */
export type Input = TensorLike | NestedArray | Float32Array | Int32Array;

/** Elements with the last axis fastest, and their shape. Collected like any object. */
export class Tensor implements TensorLike {
  /**
   * Takes both over as they are.
   * @throws TypeError where they do not fit each other.
   */
  constructor(
    /** The elements, the last axis fastest. */
    readonly data: Float32Array | Int32Array,
    /** The extent of each axis. */
    readonly shape: readonly number[],
  ) {
    asTensor(this, 'a tensor');
  }

  /** The elements as nested arrays. */
  toArray(): NestedArray {
    const nest = (axis: number, offset: number, stride: number): NestedArray => {
      const extent = this.shape[axis]!;
      const inner = stride / extent;
      return axis === this.shape.length - 1
        ? Array.from(this.data.subarray(offset, offset + extent))
        : Array.from({ length: extent }, (_, n) => nest(axis + 1, offset + n * inner, inner));
    };
    return nest(0, 0, this.data.length);
  }
}

const mostAxes = 8; // more than any layer has: an array may be part of itself
const mostExtent = 2 ** 31 - 1;

/** Lays a nested array out flat. Throws TypeError where it is ragged or holds no numbers. */
function flatten(nested: NestedArray, what: string): TensorLike {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level) && shape.length < mostAxes; level = level[0]) {
    shape.push(level.length);
  }
  const flat: number[] = [];
  const at: number[] = [];
  const visit = (item: unknown): void => {
    const expected = shape[at.length];
    const isRow = Array.isArray(item);
    if (expected === undefined ? typeof item !== 'number' : !isRow || item.length !== expected) {
      const wanted = expected === undefined ? 'a number' : `an array of length ${expected}`;
      const came = isRow ? `an array of length ${item.length}` : shown(item);
      throw new TypeError(`lstm: expected ${wanted} in ${what}, got ${came} at [${at.join(', ')}]`);
    }
    if (!isRow) return void flat.push(item as number);
    at.push(0);
    for (let n = 0; n < item.length; ++n) {
      at[at.length - 1] = n;
      visit(item[n]); // by index: forEach would pass over holes
    }
    at.pop();
  };
  visit(nested);
  const whole = flat.every((value) => Object.is(value | 0, value));
  return { data: whole ? Int32Array.from(flat) : Float32Array.from(flat), shape };
}

function isElements(value: unknown): value is Float32Array | Int32Array {
  return value instanceof Float32Array || value instanceof Int32Array;
}

function isShape(value: unknown): value is number[] {
  const isExtent = (extent: unknown) => Number.isInteger(extent) && (extent as number) >= 0 && (extent as number) <= mostExtent;
  return Array.isArray(value) && value.every(isExtent);
}

function asTensor(input: Input, what: string): TensorLike {
  if (Array.isArray(input)) return flatten(input, what);
  if (isElements(input)) return { data: input, shape: [input.length] };
  if (isElements(input?.data) && isShape(input.shape)) {
    const size = input.shape.reduce((product, extent) => product * extent, 1);
    if (size === input.data.length) return input;
    throw new TypeError(
      `lstm: expected ${size} elements in ${what} of shape [${input.shape.join(', ')}], ` +
        `got ${input.data.length}`,
    );
  }
  throw new TypeError(
    `lstm: expected ${what} to be a nested array of numbers or { data: Float32Array | Int32Array, ` +
      `shape: number[] }, got ${kind(input)}`,
  );
}

const optional = new Set(['sampleWeight', 'validationWeight']);

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
      const { data, shape } = asTensor(input as Input, what);
      const copy = raw.newTensor(text(shape), data instanceof Int32Array);
      copies.push(copy);
      if (data.length > 0) copy.elements().set(data); // a detached array's set would throw
    }
    return use(...copies);
  } finally {
    for (const copy of copies) copy?.delete();
  }
}
