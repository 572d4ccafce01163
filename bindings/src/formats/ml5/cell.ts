// TensorFlow's BasicLSTMCell: one matrix for x and h, gates in the order i, j, f, o, where j is our g.
import { Tensor } from '../../values/tensor.js';
import { reordered, rowsOf, transposed } from '../matrices.js';
import type { Manifest } from './manifest.js';

/** Where i, f, g, o lie among i, j, f, o. */
const gates = [0, 2, 1, 3];

/** I: inputs, H: units. Both spellings of the names occur. */
export interface Cell {
  H: number;
  names: string[];
  weights: Record<string, Tensor>;
}

const folderOf = (k: number) => `rnnlm/multi_rnn_cell/cell_${k}/basic_lstm_cell/`;

/** Is there such a cell? */
export const hasCell = ({ entries }: Manifest, k: number) => [...entries.keys()].some((name) => name.startsWith(folderOf(k)));

/** Cell k as a layer's weights. */
export async function cellOf(manifest: Manifest, k: number, I: number): Promise<Cell> {
  const older = manifest.entries.has(`${folderOf(k)}weights`);
  const names = (older ? ['weights', 'biases'] : ['kernel', 'bias']).map((name) => folderOf(k) + name);
  const kernel = await manifest.tensor(names[0]!, 2); // [I + H, 4H], the rows of x first
  const bias = await manifest.tensor(names[1]!, 1); // [4H]
  const H = bias.shape[0]! / 4;
  const [rows, columns] = kernel.shape;
  if (!Number.isInteger(H) || rows !== I + H || columns !== 4 * H) {
    throw new TypeError(`lstm: expected '${names[0]}' of shape [${I} + H, 4 H] beside [4 H], got [${rows}, ${columns}] beside [${4 * H}]`);
  }
  return { H, names, weights: weightsOf(kernel, bias, I, H) };
}

function weightsOf(kernel: Tensor, bias: Tensor, I: number, H: number): Record<string, Tensor> {
  return {
    weight_ih_l0: reordered(transposed(rowsOf(kernel, 0, I)), gates),
    weight_hh_l0: reordered(transposed(rowsOf(kernel, I, I + H)), gates),
    bias_ih_l0: withForgetBias(reordered(bias, gates), H),
    bias_hh_l0: new Tensor(new Float32Array(4 * H), [4 * H]),
  };
}

/** f = sigmoid(... + 1): the cell adds the 1 when it runs, and the file does not hold it. */
function withForgetBias(bias: Tensor, H: number): Tensor {
  for (let n = H; n < 2 * H; ++n) bias.data[n]! += 1;
  return bias;
}
