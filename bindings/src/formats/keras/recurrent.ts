// Recurrent layers: LSTM, GRU, SimpleRNN. Keras has [I, gates H] and gates i f c o, z r h; here it is
// [gates H, I] and i f g o, r z n.
import { Tensor } from '../../values/tensor.js';
import { reordered, rowsOf, transposed } from '../matrices.js';
import { cellActivations } from './activations.js';
import { features, type Kind, type Shape, type Variable, variable } from './kind.js';
import { as, type Json, only, type Option, word } from './options.js';


/** Of the gates: a hard sigmoid or another, by the writer. */
const gates: Option = { ...word('recurrentActivation', cellActivations), isSaid: true };

const shared: Record<string, Option> = {
  units: as('units'),
  activation: { ...word('activation', cellActivations), isSaid: true },
  return_sequences: as('returnSequences'),
  return_state: as('returnState'),
  stateful: as('stateful'),
  go_backwards: as('goBackwards'),
  use_bias: as('useBias'),
  dropout: as('dropout'),
  recurrent_dropout: as('recurrentDropout'),
  time_major: only(false),
};

const output = ({ units, returnSequences }: Json, [T]: Shape): Shape =>
  returnSequences ? [T ?? null, units as number] : [units as number];

/** z r h to r z n, and back. */
const swapped = (tensor: Tensor) => reordered(tensor, [1, 0, 2]);

const zeros = ({ data, shape }: Tensor) => new Tensor(new Float32Array(data.length), shape);

/** Two that are added up, of which files need have one only. */
const sum = ([first, second]: Tensor[]): Tensor =>
  second ? new Tensor(Float32Array.from(first!.data, (value, n) => value + second.data[n]!), first!.shape) : first!;

/** Of a cell, which in .keras files is a part of its layer. */
const inCell = (its: Variable): Variable => ({ ...its, within: ['cell'] });

const same = (tensor: Tensor) => tensor;

/** The kernels of any cell. @param order - of the gates, there and back */
function kernels(units: number, gates: number, input: Shape, order = same): Variable[] {
  const read = (tensor: Tensor) => order(transposed(tensor));
  const write = (tensor: Tensor) => transposed(order(tensor));
  return [
    inCell(variable('kernel', [features(input), gates * units], 'weight_ih_l0', read, write)),
    inCell(variable('recurrent_kernel', [units, gates * units], 'weight_hh_l0', read, write)),
  ];
}

/** One bias, which PyTorch has as two that add up. */
const oneBias = (size: number): Variable =>
  inCell({
    name: 'bias',
    shape: [size],
    ours: ['bias_ih_l0', 'bias_hh_l0'],
    read: (tensor) => [tensor, zeros(tensor)],
    write: sum,
  });

/** Parts of a state, where it is given. */
const statesOf = (parts: number): Kind['states'] => ({ units, returnState }) =>
  Array.from({ length: returnState ? parts : 0 }, () => [units as number]);

export const lstm: Kind = {
  type: 'lstm',
  states: statesOf(2),
  options: { ...shared, recurrent_activation: gates },
  output,
  variables(layer, input) {
    const units = layer.units as number;
    return [...kernels(units, 4, input), ...(layer.useBias === false ? [] : [oneBias(4 * units)])];
  },
};

export const gru: Kind = {
  type: 'gru',
  states: statesOf(1),
  options: {
    ...shared,
    recurrent_activation: gates,
    reset_after: as('resetAfter', false), // who does not say it, knows of none
  },
  output,
  variables(layer, input) {
    const units = layer.units as number;
    const bias = layer.resetAfter === false ? inCell(variable('bias', [3 * units], 'bias_ih_l0', swapped)) : twoBiases(units);
    return [...kernels(units, 3, input, swapped), ...(layer.useBias === false ? [] : [bias])];
  },
};

/** Of the inputs and of h: rows of one variable. */
function twoBiases(units: number): Variable {
  const row = (tensor: Tensor, n: number) => swapped(new Tensor(rowsOf(tensor, n, n + 1).data, [3 * units]));
  return inCell({
    name: 'bias',
    shape: [2, 3 * units],
    ours: ['bias_ih_l0', 'bias_hh_l0'],
    read: (tensor) => [row(tensor, 0), row(tensor, 1)],
    write: (tensors) => new Tensor(Float32Array.from(tensors.flatMap((tensor) => [...swapped(tensor).data])), [2, 3 * units]),
  });
}

export const simpleRNN: Kind = {
  type: 'simpleRNN',
  states: statesOf(1),
  options: shared,
  output,
  variables(layer, input) {
    const units = layer.units as number;
    return [...kernels(units, 1, input), ...(layer.useBias === false ? [] : [oneBias(units)])];
  },
};
