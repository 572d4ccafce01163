// LSTM and GRU as CuDNN had them, in Keras 2: the same cells, with weights in its own layout.
import { Tensor } from '../../values/tensor.js';
import { rowsOf, transposed } from '../matrices.js';
import { features, type Kind, type Variable } from './kind.js';
import { gru, lstm } from './recurrent.js';

/** `[I, gates H]` to one block `[I, H]` a gate. */
function blocksOf(tensor: Tensor, gates: number): Tensor[] {
  const columns = transposed(tensor);
  const units = columns.shape[0]! / gates;
  return Array.from({ length: gates }, (_, n) => transposed(rowsOf(columns, n * units, (n + 1) * units)));
}

/** Blocks side by side. */
function beside(blocks: Tensor[]): Tensor {
  const columns = blocks.map(transposed);
  const data = Float32Array.from(columns.flatMap((block) => [...block.data]));
  return transposed(new Tensor(data, [columns.length * columns[0]!.shape[0]!, columns[0]!.shape[1]!]));
}

/** Of the inputs, a block's numbers lie as if it were `[H, I]`; of h, it is transposed. */
const plain: Record<string, (block: Tensor) => Tensor> = {
  kernel: ({ data, shape: [I, H] }) => transposed(new Tensor(data, [H!, I!])),
  recurrent_kernel: transposed,
};

/** The variables of a cell, read from CuDNN's. */
function variables(cell: Kind, gates: number, bias: (tensor: Tensor) => Tensor): Kind['variables'] {
  return (layer, input, config) => {
    const units = layer.units as number;
    const shapes: Record<string, Variable['shape']> = { kernel: [features(input), gates * units], recurrent_kernel: [units, gates * units], bias: [2 * gates * units] };
    return cell.variables!(layer, input, config).map((its) => ({
      ...its,
      shape: shapes[its.name]!,
      read: (tensor) => its.read(its.name === 'bias' ? bias(tensor) : beside(blocksOf(tensor, gates).map(plain[its.name]!))),
    }));
  };
}

/** What it always is. */
function without(kind: Kind, ...names: string[]): Kind['options'] {
  return Object.fromEntries(Object.entries(kind.options).filter(([name]) => !names.includes(name)));
}

const halves = ({ data }: Tensor): Tensor => new Tensor(data, [2, data.length / 2]);

export const cudnnLSTM: Kind = {
  ...lstm,
  options: without(lstm, 'activation', 'recurrent_activation'),
  variables: variables(lstm, 4, ({ data }) => new Tensor(Float32Array.from(data.subarray(0, data.length / 2), (value, n) => value + data[n + data.length / 2]!), [data.length / 2])),
};

export const cudnnGRU: Kind = {
  ...gru,
  options: without(gru, 'activation', 'recurrent_activation', 'reset_after'),
  variables: variables(gru, 3, halves),
};
