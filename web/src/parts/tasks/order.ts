// Temporal order: among letters that mean nothing stand two that do, and their order is asked.
import { below } from '../../basics/random';
import { largest, type Task } from './task';

const symbols = ['a', 'b', 'c', 'd', 'X', 'Y'] as const;
const noise = 4; // the first of them
const classes = ['X, X', 'X, Y', 'Y, X', 'Y, Y'];

function answer(letters: readonly number[]): number[] | undefined {
  const telling = letters.filter((letter) => letter >= noise);
  if (telling.length !== 2) return undefined;
  return [2 * (telling[0]! - noise) + telling[1]! - noise];
}

export const order: Task = {
  title: 'Which came first?',
  about:
    'Somewhere in the first half of the letters stands an X or a Y, somewhere in the second half another one; a, b, c and d ' +
    'mean nothing. After the last letter, say which two they were, in order.',
  symbols,
  features: symbols.length,
  everyStep: false,
  head: { units: classes.length, activation: 'softmax' },
  loss: 'sparseCategoricalCrossentropy',
  epochs: 8,
  draw(length, random) {
    const half = Math.floor(length / 2);
    const input = Array.from({ length }, () => below(random, 0, noise));
    input[below(random, 0, half)] = below(random, noise, noise + 2);
    input[below(random, half, length)] = below(random, noise, noise + 2);
    return { input, target: answer(input)! };
  },
  answer,
  measure: {
    name: 'Right answers',
    kind: 'share',
    level: { value: 0.25, label: 'guessing one of four' },
    of: (answers, target) => +(largest(answers) === target[0]),
  },
  say: (answer) => classes[largest(answer)]!,
  sayTarget: (which) => classes[which]!,
};
