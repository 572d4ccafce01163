// What every task of the sequence lab is: where its sequences come from, what is asked, and how an
// answer is judged.
import type { Random } from '../../basics/random';

export interface Sequence {
  /** A symbol's number for every step; or `features` numbers a step, one step after the other. */
  input: number[];
  /** The right answer after every step, or after the last only. */
  target: number[];
}

export interface Task {
  title: string;
  about: string;
  /** What a step may be; without them a step is `features` numbers. */
  symbols?: readonly string[];
  features: number;
  /** Whether an answer is asked after every step, or after the last only. */
  everyStep: boolean;
  /** Whether an answer is the next step's value, so that the network can go on by itself. */
  goesOn?: boolean;
  head: { units: number; activation: 'sigmoid' | 'softmax' | 'linear' };
  loss: 'binaryCrossentropy' | 'sparseCategoricalCrossentropy' | 'meanSquaredError';
  /** Passes over 4,000 sequences: enough to learn it at the lengths on offer. */
  epochs: number;
  draw(length: number, random: Random): Sequence;
  /** The right answers to symbols typed by hand; none where the question makes no sense. */
  answer?(input: readonly number[]): number[] | undefined;
  measure: {
    /** As a title above the chart. */
    name: string;
    kind: 'share' | 'error';
    /** To compare with: what one gets without a memory, or what nobody gets below. */
    level: { value: number; label: string };
    /** Of one sequence. */
    of(answers: ArrayLike<number>, target: ArrayLike<number>): number;
  };
  /** The numbers of one answer in a word. */
  say(answer: ArrayLike<number>): string;
  /** A right answer, as in `target`, in a word. */
  sayTarget(target: number): string;
}

/** Numbers that go into the network at every step. */
export const widthOf = ({ symbols, features }: Task): number => (symbols && symbols.length > 2 ? symbols.length : features);

/** The share of answers on the right side of one half. */
export function shareRight(answers: ArrayLike<number>, target: ArrayLike<number>): number {
  let right = 0;
  for (let t = 0; t < target.length; t++) right += +(answers[t]! > 0.5 === (target[t] === 1));
  return right / target.length;
}

/** The mean of the squared differences. */
export function squaredError(answers: ArrayLike<number>, target: ArrayLike<number>): number {
  let sum = 0;
  for (let t = 0; t < target.length; t++) sum += (answers[t]! - target[t]!) ** 2;
  return sum / target.length;
}

/** The place of the largest. */
export function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
