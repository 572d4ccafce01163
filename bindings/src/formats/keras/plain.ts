// Layers without states.
import { transposed } from '../matrices.js';
import { features, type Kind, type Shape, variable, withFeatures } from './kind.js';
import { as, only, word } from './options.js';

/** What outputs go through. */
export const activations = { linear: 'linear', sigmoid: 'sigmoid', tanh: 'tanh', relu: 'relu', softmax: 'softmax', null: 'linear' };

const alike = (_: unknown, input: Shape) => input;

export const embedding: Kind = {
  type: 'embedding',
  options: { input_dim: as('inputDim'), output_dim: as('outputDim'), mask_zero: as('maskZero') },
  output: ({ outputDim }, input) => [...input, outputDim as number],
  variables: ({ inputDim, outputDim }) => [variable('embeddings', [inputDim as number, outputDim as number], 'weight')],
};

export const dense: Kind = {
  type: 'dense',
  options: { units: as('units'), activation: word('activation', activations), use_bias: as('useBias') },
  output: ({ units }, input) => withFeatures(input, units),
  variables({ units, useBias }, input) {
    const kernel = variable('kernel', [features(input), units as number], 'weight', transposed);
    return useBias === false ? [kernel] : [kernel, variable('bias', [units as number], 'bias')];
  },
};

export const activation: Kind = {
  type: 'activation',
  options: { activation: word('activation', activations) },
  output: alike,
};

export const dropout: Kind = {
  type: 'dropout',
  options: { rate: as('rate'), noise_shape: only(null) },
  output: alike,
};

export const masking: Kind = {
  type: 'masking',
  options: { mask_value: as('maskValue') },
  output: alike,
};
