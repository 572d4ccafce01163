// How a network is built and trained, and what that costs.
import type { settings } from './keys';

export type Design = Pick<
  typeof settings,
  'embedding' | 'layers' | 'units' | 'dropout' | 'window' | 'batch' | 'steps' | 'rate' | 'schedule' | 'seed'
>;

export const designOf = ({ embedding, layers, units, dropout, window, batch, steps, rate, schedule, seed }: Design): Design => ({
  embedding, layers, units, dropout, window, batch, steps, rate, schedule, seed,
});

export const unitsOf = ({ layers, units }: Design): number[] => Array<number>(layers).fill(units);

/** Weights that every character is multiplied with; then the embedding's, of which each looks up a row. */
function weights(design: Design, vocabulary: number): { multiplied: number; biases: number; looked: number } {
  let inputs: number = design.embedding;
  let multiplied = 0;
  let biases = vocabulary;
  for (const units of unitsOf(design)) {
    multiplied += 4 * units * (inputs + units);
    biases += 4 * units;
    inputs = units;
  }
  return { multiplied: multiplied + vocabulary * inputs, biases, looked: vocabulary * design.embedding };
}

export function parameters(design: Design, vocabulary: number): number {
  const { multiplied, biases, looked } = weights(design, vocabulary);
  return multiplied + biases + looked;
}

/** A multiplication and an addition a weight: forward, for the inputs' gradient, for the weight's. */
export const flopsACharacter = (design: Design, vocabulary: number): number => 6 * weights(design, vocabulary).multiplied;

/** Bytes: weights, gradients and Adam's two means; what a step remembers for its way back. */
export function memory(design: Design, vocabulary: number): number {
  const each = design.layers * 14 * design.units + design.embedding + 2 * vocabulary;
  return 4 * (4 * parameters(design, vocabulary) + design.window * design.batch * each);
}
