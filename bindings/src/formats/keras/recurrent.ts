// Recurrent layers: LSTM, GRU, SimpleRNN. Keras has [I, gates H] and gates i f c o, z r h; here it is
// [gates H, I] and i f g o, r z n.
import { Tensor } from '../../values/tensor.js';
import { reordered, rowsOf, transposed } from '../matrices.js';
import { features, type Kind, type Peculiar, type Shape, type Variable, variable } from './kind.js';
import { as, type Json, only, type Option, word } from './options.js';

/** What goes through what inside. */
export const cellActivations = { tanh: 'tanh', sigmoid: 'sigmoid', relu: 'relu', linear: 'linear', softsign: 'softsign', null: 'linear' };
const gateActivations = { ...cellActivations, hard_sigmoid: 'hardSigmoid' };

const shared: Record<string, Option> = {
  units: as('units'),
  activation: word('activation', cellActivations),
  return_sequences: as('returnSequences'),
  return_state: only(false),
  stateful: as('stateful'),
  go_backwards: as('goBackwards'),
  use_bias: as('useBias'),
  dropout: as('dropout'),
  recurrent_dropout: as('recurrentDropout'),
  time_major: only(false),
};

const output = ({ units, returnSequences }: Json, [T]: Shape): Shape =>
  returnSequences ? [T ?? null, units as number] : [units as number];

/** A factor for some of the gates. */
function scaled({ data, shape }: Tensor, gates: number, which: number[], factor: number): Tensor {
  const block = data.length / gates;
  return new Tensor(Float32Array.from(data, (value, n) => (which.includes(Math.floor(n / block)) ? value * factor : value)), shape);
}

/** z r h to r z n, and back. */
const swapped = (tensor: Tensor) => reordered(tensor, [1, 0, 2]);

const zeros = ({ data, shape }: Tensor) => new Tensor(new Float32Array(data.length), shape);

/** Two that are added up, of which files need have one only. */
const sum = ([first, second]: Tensor[]): Tensor =>
  second ? new Tensor(Float32Array.from(first!.data, (value, n) => value + second.data[n]!), first!.shape) : first!;

/** The kernels of any cell. */
function kernels(units: number, gates: number, input: Shape, read: (values: Tensor) => Tensor, write: (values: Tensor) => Tensor): Variable[] {
  const turned = (values: Tensor) => read(transposed(values));
  const back = (values: Tensor) => transposed(write(values));
  return [
    variable('kernel', [features(input), gates * units], 'weight_ih_l0', turned, back),
    variable('recurrent_kernel', [units, gates * units], 'weight_hh_l0', turned, back),
  ];
}

const inCell = (variables: Variable[]) => variables.map((its) => ({ ...its, within: ['cell'] }));

/** One bias, which PyTorch has as two that add up. */
function oneBias(size: number, read: (values: Tensor) => Tensor, write: (values: Tensor) => Tensor): Variable {
  return {
    name: 'bias',
    shape: [size],
    ours: ['bias_ih_l0', 'bias_hh_l0'],
    read: (values) => [read(values), zeros(values)],
    write: (tensors) => write(sum(tensors)),
  };
}

const same = (values: Tensor) => values;

/** Only the gates' activation is a hard sigmoid's. */
const steepOf = ({ recurrentActivation }: Json, { steep }: Peculiar) => (recurrentActivation === 'hardSigmoid' ? steep : 1);

export const lstm: Kind = {
  type: 'lstm',
  options: { ...shared, recurrent_activation: word('recurrentActivation', gateActivations) },
  output,
  variables(layer, input, keras) {
    const units = layer.units as number;
    const factor = steepOf(layer, keras);
    const read = (values: Tensor) => scaled(values, 4, [0, 1, 3], factor);
    const write = (values: Tensor) => scaled(values, 4, [0, 1, 3], 1 / factor);
    const bias = layer.useBias === false ? [] : [oneBias(4 * units, read, write)];
    return inCell([...kernels(units, 4, input, read, write), ...bias]);
  },
};

export const gru: Kind = {
  type: 'gru',
  options: {
    ...shared,
    recurrent_activation: word('recurrentActivation', gateActivations),
    reset_after: as('resetAfter', false), // who does not say it, knows of none
  },
  output,
  variables(layer, input, keras) {
    const units = layer.units as number;
    const factor = steepOf(layer, keras);
    const read = (values: Tensor) => scaled(swapped(values), 3, [0, 1], factor);
    const write = (values: Tensor) => swapped(scaled(values, 3, [0, 1], 1 / factor));
    const bias = layer.resetAfter === false ? variable('bias', [3 * units], 'bias_ih_l0', read, write) : twoBiases(units, read, write);
    return inCell([...kernels(units, 3, input, read, write), ...(layer.useBias === false ? [] : [bias])]);
  },
};

/** Of the inputs and of h: rows of one variable. */
function twoBiases(units: number, read: (values: Tensor) => Tensor, write: (values: Tensor) => Tensor): Variable {
  const row = (values: Tensor, n: number) => read(new Tensor(rowsOf(values, n, n + 1).data, [3 * units]));
  return {
    name: 'bias',
    shape: [2, 3 * units],
    ours: ['bias_ih_l0', 'bias_hh_l0'],
    read: (values) => [row(values, 0), row(values, 1)],
    write: (tensors) => new Tensor(Float32Array.from(tensors.flatMap((tensor) => [...write(tensor).data])), [2, 3 * units]),
  };
}

export const simpleRNN: Kind = {
  type: 'simpleRNN',
  options: shared,
  output,
  variables(layer, input) {
    const units = layer.units as number;
    const bias = layer.useBias === false ? [] : [oneBias(units, same, same)];
    return inCell([...kernels(units, 1, input, same, same), ...bias]);
  },
};
