// What recurrent layers carry from one call to the next, by layer in place of by tensor.

import { expectObject } from '../values/expect.js';
import type { Input } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import { takenDict, withDict } from './dict.js';
import type { Raw, RawDict } from './raw.js';

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

export function takenStates(dict: RawDict): States {
  const states: Record<string, Partial<State>> = {};
  for (const [name, tensor] of Object.entries(takenDict(dict))) {
    const dot = name.lastIndexOf('.');
    Object.assign((states[name.slice(0, dot)] ??= {}), { [name.slice(dot + 1)]: tensor });
  }
  return states as States;
}

/** Runs `use` with copies of the states in WebAssembly memory. */
export function withStates<Result>(
  raw: Raw,
  states: StatesInput,
  use: (dict: RawDict) => Result,
): Result {
  expectObject(states, 'states', 'states by layer');
  const tensors: Record<string, Input> = {};
  for (const [layer, state] of Object.entries(states)) {
    expectObject(state, `states of '${layer}'`, 'h and c');
    for (const [part, tensor] of Object.entries(state)) tensors[`${layer}.${part}`] = tensor;
  }
  return withDict(raw, tensors, 'states', use);
}
