// Layers that make one of several.
import { features, type Kind, withFeatures } from './kind.js';
import { lastAxis } from './normalization.js';

const merge = (type: string): Kind => ({ type, joins: true, options: {}, output: (_, input) => input });

export const add = merge('add');
export const multiply = merge('multiply');
export const average = merge('average');

/** The sum, null where one is not known. */
const all = (counts: (number | null)[]) => counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);

export const concatenate: Kind = {
  type: 'concatenate',
  joins: true,
  options: { axis: lastAxis },
  output: (_, input, inputs) => withFeatures(input, all(inputs.map(features))),
};
