// What the address says of the writing.
import { between } from '../frame/keys';

export const keys = {
  temperature: between(0, 1.5, 0.1, 0.8),
};
