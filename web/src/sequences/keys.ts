// What the address says of the sequence lab.
import { between, oneOf } from '../frame/keys';

export const keys = {
  length: between(2, 32, 1, 16),
  input: oneOf(['embedding', 'real'], 'embedding'),
  dim: between(2, 8, 1, 4),
};
