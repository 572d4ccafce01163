// The adding problem: two of many numbers are marked, and only at the end their sum is asked.
import { figure } from '../../basics/format';
import { below } from '../../basics/random';
import { squaredError, type Task } from './task';

export const adding: Task = {
  title: 'Add the two that are marked',
  about:
    'Numbers between 0 and 1 go by, and two of them, one in either half, are marked. After the last one, say the sum of ' +
    'those two. All others must pass without a trace, and the first one must not fade.',
  features: 2, // the number, and 1 where it is marked
  everyStep: false,
  head: { units: 1, activation: 'linear' },
  loss: 'meanSquaredError',
  epochs: 10,
  draw(length, random) {
    const half = Math.floor(length / 2);
    const marked = [below(random, 0, half), below(random, half, length)];
    const input: number[] = [];
    let sum = 0;
    for (let t = 0; t < length; t++) {
      const number = random();
      const mark = +marked.includes(t);
      sum += mark * number;
      input.push(number, mark);
    }
    return { input, target: [sum] };
  },
  measure: {
    name: 'Mean squared error',
    kind: 'error',
    level: { value: 1 / 6, label: 'always saying 1, 1/6 =' }, // twice the variance 1/12 of a number
    of: squaredError,
  },
  say: (answer) => figure(answer[0]!),
  sayTarget: (sum) => figure(sum),
};
