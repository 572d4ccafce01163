// Layers that give the same numbers in another shape.
import { type Kind, type Shape, features } from './kind.js';
import { as, only } from './options.js';

/** All numbers of a sample; null where there is no telling. */
const countOf = (shape: Shape): number | null => shape.reduce((all: number | null, extent) => (all === null || extent === null ? null : all * extent), 1);

export const flatten: Kind = {
  type: 'flatten',
  options: { data_format: only('channels_last', null) },
  output: (_, input) => [countOf(input)],
};

export const reshape: Kind = {
  type: 'reshape',
  options: {
    target_shape: {
      ours: 'targetShape',
      read: (value) => [value].flat().map((extent) => (extent === -1 || extent === null ? 0 : extent)),
      write: (value) => (value as number[]).map((extent) => (extent === 0 ? -1 : extent)),
    },
  },
  output({ targetShape }, input) {
    const target = targetShape as number[];
    const all = countOf(input);
    const others = target.reduce((count, extent) => count * (extent || 1), 1);
    return target.map((extent) => extent || (all === null ? null : all / others));
  },
};

export const permute: Kind = {
  type: 'permute',
  options: { dims: as('dims') },
  output: ({ dims }, input) => (dims as number[]).map((axis) => input[axis - 1] ?? null),
};

export const repeatVector: Kind = {
  type: 'repeatVector',
  options: { n: as('n') },
  output: ({ n }, input) => [n as number, features(input)],
};
