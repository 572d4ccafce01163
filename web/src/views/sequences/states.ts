// What the LSTM does at every step of a sequence.
import type { Quantity } from '../../parts/heat/field';
import { encode } from '../../parts/tasks/encode';
import type { Task } from '../../parts/tasks/task';
import type { Design, Model } from './training';

/** `[T, units]` each. */
export type States = Record<Quantity, Float32Array>;

export async function statesOf(model: Model, task: Task, { input }: Design, sequence: number[]): Promise<States> {
  const { layers } = await model.inspect(encode(task, [sequence], input));
  return Object.fromEntries(Object.entries(layers[0]!).map(([name, { data }]) => [name, data as Float32Array])) as States;
}
