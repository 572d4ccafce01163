// Sequences as the network's first layer and its loss want them.
import type { Sequence, Task } from './task';
import { widthOf } from './task';

export type Input = 'embedding' | 'real';

/** Symbols go through an embedding, `[N, T]`; or as numbers, `[N, T, width]`: two of them as 0 and 1, more as one place each. */
export function encode(task: Task, inputs: readonly (readonly number[])[], input: Input) {
  const { symbols, features } = task;
  const rows = inputs.length;
  const length = inputs[0]!.length / (symbols ? 1 : features);
  const embedded = symbols !== undefined && input === 'embedding';
  const width = embedded ? 1 : widthOf(task);
  const data = new (embedded ? Int32Array : Float32Array)(rows * length * width);
  const places = !embedded && symbols !== undefined && width > 1;
  inputs.forEach((sequence, row) => {
    const start = row * length * width;
    sequence.forEach((value, at) => {
      if (places) data[start + at * width + value] = 1;
      else data[start + at] = value;
    });
  });
  return { data, shape: embedded ? [rows, length] : [rows, length, width] };
}

export function encodeTargets({ loss, everyStep }: Task, sequences: readonly Sequence[]) {
  const flat = sequences.flatMap(({ target }) => target);
  const rows = sequences.length;
  if (loss === 'sparseCategoricalCrossentropy') return { data: Int32Array.from(flat), shape: [rows] };
  return { data: Float32Array.from(flat), shape: everyStep ? [rows, flat.length / rows, 1] : [rows, 1] };
}
