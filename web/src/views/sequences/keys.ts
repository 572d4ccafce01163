// What the address says of the sequence lab.
import { between, oneOf, whole } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const keys = {
  weights: oneOf(['learned', 'zero'], 'learned'),
  row: between(1, 5, 1, 1),
  moment: between(1, 2, 1, 1),
  task: oneOf(['parity', 'counting', 'adding', 'order', 'sine'], 'parity'),
  length: between(2, 32, 1, 16),
  cells: oneOf([2, 4, 8, 16, 32, 64], 16),
  draw: whole(1),
  input: oneOf(['embedding', 'real'], 'embedding'),
  dim: between(2, 8, 1, 4),
  trace: oneOf(['f', 'i', 'g', 'o', 'c', 'h'], 'c'),
};

export const settings = settingsOf(keys);
