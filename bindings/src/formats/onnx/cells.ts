// The cells in ONNX's terms, for writing and for reading.
import type { RecurrentActivation } from '../../api/layer-options.js';

/** A cell's operator; how ours lie among its blocks of weights, H rows each; and the other way round. */
export interface Cell {
  operator: 'LSTM' | 'GRU' | 'RNN';
  /** Which of our blocks are theirs, in their order. */
  written: readonly number[];
  /** Which of their blocks are ours, in our order. */
  read: readonly number[];
}

export const cells = {
  lstm: { operator: 'LSTM', written: [0, 3, 1, 2], read: [0, 2, 3, 1] }, // i f g o here, i o f c there
  gru: { operator: 'GRU', written: [1, 0, 2], read: [1, 0, 2] }, // r z n here, z r h there
  simpleRNN: { operator: 'RNN', written: [0], read: [0] },
} as const satisfies Record<string, Cell>;

/** An activation there, with what of alpha and beta it takes. */
export interface Activation {
  name: string;
  alpha?: number;
  beta?: number;
}

export const activations: Record<RecurrentActivation, Activation> = {
  tanh: { name: 'Tanh' },
  sigmoid: { name: 'Sigmoid' },
  hardSigmoid: { name: 'HardSigmoid', alpha: 1 / 6, beta: 0.5 },
  hardSigmoidKeras2: { name: 'HardSigmoid', alpha: 0.2, beta: 0.5 },
  relu: { name: 'Relu' },
  linear: { name: 'Affine', alpha: 1, beta: 0 },
  softsign: { name: 'Softsign' },
};
