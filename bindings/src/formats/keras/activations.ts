// What goes through what, by Keras's names.
import type { Kind } from './kind.js';
import { only, type Reading, word } from './options.js';

/** Keras 3 has another one than Keras 2 and TensorFlow.js under the same name. */
const hardSigmoid = ({ version }: Pick<Reading, 'version'>) => (version < 3 ? 'hardSigmoidKeras2' : 'hardSigmoid');

/** Of recurrent layers, inside. */
export const cellActivations = {
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  relu: 'relu',
  linear: 'linear',
  softsign: 'softsign',
  hard_sigmoid: hardSigmoid,
  null: 'linear',
};

/** Of other layers. */
const activations = {
  ...cellActivations,
  softmax: 'softmax',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  softplus: 'softplus',
  swish: 'swish',
  silu: 'swish',
  exponential: 'exponential',
  leaky_relu: 'leakyRelu',
};

export const activationOption = word('activation', activations);

const alike: Kind['output'] = (_, input) => input;

export const activation: Kind = { type: 'activation', options: { activation: activationOption }, output: alike };

const as = (its: string, options: Kind['options']): Kind => ({ type: 'activation', options, always: { activation: its }, output: alike });

export const relu = as('relu', { max_value: only(null), negative_slope: only(0, null), threshold: only(0, null) });
export const leakyRelu = as('leakyRelu', { alpha: only(0.2), negative_slope: only(0.2) });
export const elu = as('elu', { alpha: only(1) });
export const softmax = as('softmax', { axis: only(-1) });
