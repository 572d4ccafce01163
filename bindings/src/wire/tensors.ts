// The way of numbers into WebAssembly memory, and back.
import { flat } from '../values/flat.js';
import { type Input, product } from '../values/input.js';
import { Tensor } from '../values/tensor.js';
import type { Raw, RawTensor } from './raw.js';
import { tape } from './tape.js';

/** A tensor in WebAssembly memory, copied out: the steps of sequences of unequal lengths are padded with zeros. */
export function takenTensor(elements: Float32Array, shape: readonly number[], lengths: readonly number[]): Tensor {
  if (lengths.length === 0) return new Tensor(elements.slice(), shape);
  const step = product(shape.slice(2));
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
      const copy = raw.newTensor(tape(shape), whole, tape(lengths));
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
