// What users give as numbers, laid out flat: its rows in order, its shape, and how long sequences are.
import { came, checked, type Input, isNumeric, isTensor, type NumericArray, numbers, product, type TensorLike } from './input.js';

type Row = ArrayLike<number>;

export interface Flat {
  /** The numbers, the last axis fastest, in as many arrays as they came in. */
  rows: Row[];
  /** How many they are. */
  count: number;
  /** Whether all are whole numbers of 32 bits. */
  whole: boolean;
  shape: number[];
  /** Of sequences of unequal lengths, the steps of each; else empty. */
  lengths: number[];
}

const mostAxes = 8; // more than any layer has: an array may be part of itself
const isNested = (value: unknown) => Array.isArray(value) || isNumeric(value) || isTensor(value);

const alwaysWhole = [Int8Array, Int16Array, Int32Array, Uint8Array, Uint8ClampedArray, Uint16Array];

function isWhole(row: Row): boolean {
  if (row instanceof Float32Array) return false; // they may as well stay as they are
  if (alwaysWhole.some((Kind) => row instanceof Kind)) return true;
  for (let n = 0; n < row.length; ++n) if (!Object.is(row[n]! | 0, row[n])) return false;
  return true;
}

/** Goes through nested arrays, and notes what they are made of. */
class Walk implements Flat {
  rows: Row[] = [];
  count = 0;
  whole = true;
  shape: number[] = [];
  lengths: number[] = [];
  readonly #at: number[] = [];
  #axes = 0; // 0: not known yet

  constructor(
    readonly what: string,
    readonly mayBeRagged: boolean,
  ) {}

  visit(item: unknown, axis: number): void {
    if (isNumeric(item)) this.#row(item, axis);
    else if (Array.isArray(item)) this.#array(item, axis);
    else if (isTensor(item)) this.#tensor(checked(item, this.what), axis);
    else this.#refuse(this.shape[axis] === undefined ? 'an array' : `an array of length ${this.shape[axis]}`, item);
  }

  #array(item: unknown[], axis: number): void {
    const isRow = this.#axes > 0 ? axis === this.#axes - 1 : axis === mostAxes - 1 || !isNested(item[0]);
    this.#at.push(0);
    if (isRow) {
      for (let n = 0; n < item.length; ++n) { // by index: forEach would pass over holes
        this.#at[axis] = n;
        if (typeof item[n] !== 'number') this.#refuse('a number', item[n]);
      }
      this.#at.pop();
      this.#row(item as number[], axis);
      return;
    }
    this.#at.pop();
    this.#extent(axis, item.length, item);
    this.#at.push(0);
    for (let n = 0; n < item.length; ++n) {
      this.#at[axis] = n;
      this.visit(item[n], axis + 1);
    }
    this.#at.pop();
  }

  #tensor({ data, shape, lengths }: TensorLike, axis: number): void {
    if (lengths) this.#refuse('tensors without lengths inside an array', lengths);
    shape.slice(0, -1).forEach((extent, n) => this.#extent(axis + n, extent, data));
    this.#row(data, axis + shape.length - 1, shape.at(-1));
  }

  #row(row: NumericArray | number[], axis: number, extent = row.length): void {
    this.#extent(axis, extent, row);
    if (this.#axes === 0) this.#axes = axis + 1;
    if (axis !== this.#axes - 1) this.#refuse(`${this.#axes} axes`, axis + 1);
    const taken = Array.isArray(row) ? row : numbers(row);
    this.rows.push(taken);
    this.count += taken.length;
    this.whole &&= isWhole(taken);
  }

  #extent(axis: number, extent: number, item: unknown): void {
    this.shape[axis] ??= extent;
    if (axis === 1) this.lengths.push(extent);
    if (this.shape[axis] === extent) return;
    if (axis !== 1 || !this.mayBeRagged) this.#refuse(`an array of length ${this.shape[axis]}`, item);
    this.shape[1] = Math.max(this.shape[1]!, extent);
  }

  #refuse(wanted: string, item: unknown): never {
    throw new TypeError(`lstm: expected ${wanted} in ${this.what}, got ${came(item)} at [${this.#at.join(', ')}]`);
  }
}

/** Of a tensor with lengths, the steps that there are: as of the nested arrays that it stands for. */
function ofTensor({ data, shape, lengths }: TensorLike): Flat {
  const all = numbers(data);
  const flat = { rows: [all], count: all.length, whole: isWhole(all), shape: [...shape], lengths: [] };
  const steps = Array.from(lengths ?? []);
  if (steps.every((length) => length === shape[1])) return flat;
  const longest = steps.reduce((most, length) => Math.max(most, length));
  const [N, T, ...features] = shape as [number, number, ...number[]];
  const step = product(features);
  const typed = all as Float64Array; // or another, alike
  const rows = steps.map((length, n) => typed.subarray(n * T * step, (n * T + length) * step));
  return {
    rows,
    count: step * steps.reduce((sum, length) => sum + length, 0),
    whole: rows.every(isWhole),
    shape: [N, longest, ...features],
    lengths: steps.some((length) => length !== longest) ? steps : [],
  };
}

/** Writes them one after the other. */
export function write(rows: readonly Row[], to: { set(row: Row, at: number): void }): void {
  let at = 0;
  for (const row of rows) {
    to.set(row, at);
    at += row.length;
  }
}

/** Throws TypeError for what holds no numbers, or is ragged where it may not be. */
export function flat(input: Input, what: string, mayBeRagged: boolean): Flat {
  if (isNumeric(input)) return ofTensor({ data: input, shape: [input.length] });
  if (!Array.isArray(input)) {
    const tensor = checked(input, what);
    if (!tensor.lengths || mayBeRagged) return ofTensor(tensor);
    throw new TypeError(`lstm: expected a tensor without lengths as ${what}, got one with`);
  }
  const walk = new Walk(what, mayBeRagged);
  walk.visit(input, 0);
  if (!walk.lengths.some((length) => length !== walk.shape[1])) walk.lengths = [];
  return walk;
}
