// The way of tensors into WebAssembly memory, and back.
import { flat, write } from '../values/flat.js';
import { type Input, product } from '../values/input.js';
import { Tensor } from '../values/tensor.js';
import type { Raw, RawTensors } from './raw.js';
import { tapeOf } from './tape.js';

/** A tensor, copied out: the steps of sequences of unequal lengths are padded with zeros. */
function takenTensor(tensors: RawTensors, n: number): Tensor {
  const shape = [...tensors.shape(n)];
  const lengths = [...tensors.lengths(n)];
  const elements = tensors.elements(n) as Float32Array;
  if (lengths.length === 0) return new Tensor(elements.slice(), shape);
  const step = product(shape.slice(2));
  const data = new Float32Array(shape[0]! * shape[1]! * step);
  let from = 0;
  for (const [at, length] of lengths.entries()) {
    data.set(elements.subarray(from, from + length * step), at * shape[1]! * step);
    from += length * step;
  }
  return new Tensor(data, shape, lengths);
}

/** Copies them out of WebAssembly memory, and frees them there. */
export function takenTensors(tensors: RawTensors): Tensor[] {
  try {
    return Array.from({ length: tensors.count() }, (_, n) => takenTensor(tensors, n));
  } finally {
    tensors.delete();
  }
}

/** The same, by their names. */
export function takenNamed(tensors: RawTensors): Record<string, Tensor> {
  const names = Array.from({ length: tensors.count() }, (_, n) => tensors.name(n));
  const all = takenTensors(tensors);
  return Object.fromEntries(names.map((name, n) => [name, all[n]!]));
}

/** The same of tensors named `group.part`, by group. */
export function takenGroups(tensors: RawTensors): Record<string, Record<string, Tensor>> {
  const groups: Record<string, Record<string, Tensor>> = {};
  for (const [name, tensor] of Object.entries(takenNamed(tensors))) {
    const dot = name.lastIndexOf('.');
    Object.assign((groups[name.slice(0, dot)] ??= {}), { [name.slice(dot + 1)]: tensor });
  }
  return groups;
}

/** Copies an input in, as the n-th. */
function add(tensors: RawTensors, n: number, name: string, input: Input, mayBeRagged: boolean): void {
  const { rows, count, whole, shape, lengths } = flat(input, name, mayBeRagged);
  tensors.add(name, tapeOf(shape), whole, tapeOf(lengths));
  if (count === 0) return; // a detached array's set would throw
  write(rows, tensors.elements(n));
}

const optional = new Set(['sampleWeight', 'validationWeight', 'baseline']);
const mayBeRagged = new Set(['x', 'y', 'validationX', 'validationY', ...optional]);

/** Runs `use` with copies of a call's inputs in WebAssembly memory, of those that are there. */
export function withInputs<Result>(
  raw: Raw,
  inputs: Record<string, Input | undefined>,
  use: (tensors: RawTensors) => Result,
): Result {
  const tensors = raw.newTensors();
  try {
    let n = 0;
    for (const [what, input] of Object.entries(inputs)) {
      const [kind] = what.split('.') as [string];
      if (input === undefined && optional.has(kind)) continue;
      add(tensors, n++, what, input as Input, mayBeRagged.has(kind));
    }
    return use(tensors);
  } finally {
    tensors.delete();
  }
}

/** The same with tensors of any name. */
export function withNamed<Result>(raw: Raw, named: Record<string, Input>, use: (tensors: RawTensors) => Result): Result {
  const tensors = raw.newTensors();
  try {
    Object.entries(named).forEach(([name, tensor], n) => add(tensors, n, name, tensor, false));
    return use(tensors);
  } finally {
    tensors.delete();
  }
}
