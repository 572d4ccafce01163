// Layers without states.
import { transposed } from '../matrices.js';
import { activationOption } from './activations.js';
import { features, type Kind, type Shape, variable, withFeatures } from './kind.js';
import { as, only } from './options.js';

const alike = (_: unknown, input: Shape) => input;

export const embedding: Kind = {
  type: 'embedding',
  options: { input_dim: as('inputDim'), output_dim: as('outputDim'), mask_zero: as('maskZero') },
  output: ({ outputDim }, input) => [...input, outputDim as number],
  variables: ({ inputDim, outputDim }) => [variable('embeddings', [inputDim as number, outputDim as number], 'weight')],
};

export const dense: Kind = {
  type: 'dense',
  options: { units: as('units'), activation: activationOption, use_bias: as('useBias') },
  output: ({ units }, input) => withFeatures(input, units),
  variables({ units, useBias }, input) {
    const kernel = variable('kernel', [features(input), units as number], 'weight', transposed);
    return useBias === false ? [kernel] : [kernel, variable('bias', [units as number], 'bias')];
  },
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

export const gaussianNoise: Kind = { type: 'gaussianNoise', options: { stddev: as('stddev') }, output: alike };

export const spatialDropout1D: Kind = { type: 'spatialDropout1D', options: { rate: as('rate'), noise_shape: only(null) }, output: alike };
