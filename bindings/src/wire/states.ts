// What recurrent layers carry from one call to the next, by layer in place of by tensor.

import { expectObject } from '../values/expect.js';
import type { Input } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import type { Raw, RawTensors } from './raw.js';
import { takenGroups, withNamed } from './tensors.js';

/** What one recurrent layer carries, `[B, H]` each, or `[B, 2H]` of a bidirectional one. */
export interface State<Kind = Tensor> {
  /** The output. */
  h: Kind;
  /** The cell, of an LSTM. */
  c?: Kind;
}

/** What each recurrent layer carries, by its name. `{}`: zeros. */
export type States = Record<string, State>;

/** The same as input. */
export type StatesInput = Record<string, State<Input>>;

export const takenStates = takenGroups as unknown as (tensors: RawTensors) => States;

/** Runs `use` with copies of the states in WebAssembly memory. */
export function withStates<Result>(
  raw: Raw,
  states: StatesInput,
  use: (states: RawTensors) => Result,
): Result {
  expectObject(states, 'states', 'states by layer');
  const tensors: Record<string, Input> = {};
  for (const [layer, state] of Object.entries(states)) {
    expectObject(state, `states of '${layer}'`, 'h and c');
    for (const [part, tensor] of Object.entries(state)) tensors[`${layer}.${part}`] = tensor;
  }
  return withNamed(raw, tensors, use);
}
