// a^n b^n: as many b as there were a. A block is closed by the b that makes them even.
import { below } from '../../basics/random';
import type { Task } from './task';

const b = 1;

/** After every letter: 1 where it closes its block. */
function answer(letters: readonly number[]): number[] {
  let open = 0; // a's still without their b; below zero: more b's than a's, and nothing to close
  return letters.map((letter, t) => {
    if (letter === b) return +(--open === 0);
    if (letters[t - 1] === b) open = 0; // a new block
    open += 1;
    return 0;
  });
}

export const counting: Task = {
  title: 'As many b as a',
  about:
    'Blocks of some a and as many b, one after another: ab, aabb, aaabbb … After every letter, say whether it closes its ' +
    'block. A unit of the cell has to count up at every a and down at every b.',
  symbols: ['a', 'b'],
  features: 1,
  everyStep: true,
  head: { units: 1, activation: 'sigmoid' },
  loss: 'binaryCrossentropy',
  epochs: 10,
  draw(length, random) {
    const input: number[] = [];
    while (input.length < length) {
      const n = below(random, 1, 1 + Math.max(1, length / 2));
      for (let k = 0; k < 2 * n; k++) input.push(+(k >= n));
    }
    input.length = length;
    return { input, target: answer(input) };
  },
  answer,
  measure: {
    name: 'Sequences without a wrong answer',
    kind: 'share',
    level: { value: 0, label: 'never “closed”' },
    of: (answers, target) => +Array.from(target).every((closed, t) => answers[t]! > 0.5 === (closed === 1)),
  },
  say: (answer) => (answer[0]! > 0.5 ? 'closed' : 'open'),
  sayTarget: (closed) => (closed ? 'closed' : 'open'),
};
