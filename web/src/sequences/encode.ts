// Sequences as the network's first layer and its loss want them.
import type { Sequence, Task } from './task';
import { widthOf } from './task';

export type Input = 'embedding' | 'real';

/** Symbols go through an embedding, `[N, T]`; or as numbers, `[N, T, width]`: two of them as 0 and 1, more as one place each. */
export function encode(task: Task, inputs: readonly (readonly number[])[], input: Input) {
  const { symbols, features } = task;
  const rows = inputs.length;
  const length = inputs[0]!.length / (symbols ? 1 : features);
  if (symbols && input === 'embedding') return { data: Int32Array.from(inputs.flat()), shape: [rows, length] };
  const width = widthOf(task);
  const data = new Float32Array(rows * length * width);
  const places = !!symbols && width > 1;
  inputs.forEach((sequence, row) => {
    sequence.forEach((value, at) => {
      const start = row * length * width;
      if (places) data[start + at * width + value] = 1;
      else data[start + at] = value;
    });
  });
  return { data, shape: [rows, length, width] };
}

export function encodeTargets({ loss, everyStep }: Task, sequences: readonly Sequence[]) {
  const flat = sequences.flatMap(({ target }) => target);
  const rows = sequences.length;
  if (loss === 'sparseCategoricalCrossentropy') return { data: Int32Array.from(flat), shape: [rows] };
  return { data: Float32Array.from(flat), shape: everyStep ? [rows, flat.length / rows, 1] : [rows, 1] };
}
