// Parity: after every bit, whether the ones so far are odd in number.
import { shareRight, type Task } from './task';

const answer = (bits: readonly number[]): number[] => {
  let odd = 0;
  return bits.map((bit) => (odd ^= bit));
};

export const parity: Task = {
  title: 'Odd or even?',
  about:
    'After every bit, say whether the ones so far are odd in number. Each answer hangs on all the bits before it, ' +
    'so without a memory carried from bit to bit nothing beats a coin toss.',
  symbols: ['0', '1'],
  features: 1,
  everyStep: true,
  head: { units: 1, activation: 'sigmoid' },
  loss: 'binaryCrossentropy',
  epochs: 6,
  draw(length, random) {
    const input = Array.from({ length }, () => +(random() < 0.5));
    return { input, target: answer(input) };
  },
  answer,
  measure: { name: 'Right answers', kind: 'share', level: { value: 0.5, label: 'a coin toss' }, of: shareRight },
  say: (answer) => (answer[0]! > 0.5 ? 'odd' : 'even'),
  sayTarget: (odd) => (odd ? 'odd' : 'even'),
};
