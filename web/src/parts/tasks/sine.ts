// Forecast: a sine of unknown period and phase under noise; after every value, say the next.
import { figure } from '../../basics/format';
import { normal } from '../../basics/random';
import { squaredError, type Task } from './task';

const noise = 0.1;

export const sine: Task = {
  title: 'What comes next in the noise?',
  about:
    'A wave whose period, between 8 and 24 steps, and whose phase are new each time, with noise of 0.1 on every value. After each, ' +
    'say the next one. The longer it has listened, the better it knows the wave; what the noise adds nobody can know.',
  features: 1,
  everyStep: true,
  goesOn: true,
  head: { units: 1, activation: 'linear' },
  loss: 'meanSquaredError',
  epochs: 10,
  draw(length, random) {
    const period = 8 + 16 * random();
    const phase = 2 * Math.PI * random();
    const values = Array.from({ length: length + 1 }, (_, t) => Math.sin((2 * Math.PI * t) / period + phase) + noise * normal(random));
    return { input: values.slice(0, -1), target: values.slice(1) };
  },
  measure: {
    name: 'Mean squared error',
    kind: 'error',
    level: { value: noise ** 2, label: 'the noise itself,' },
    of: squaredError,
  },
  say: (answer) => figure(answer[0]!),
  sayTarget: (value) => figure(value),
};
