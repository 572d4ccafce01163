// What the address says of the text lab.
import { oneOf } from '../frame/keys';

export const keys = {
  source: oneOf(['book', 'own'], 'book'),
  units: oneOf([32, 64, 128, 256], 128),
  layers: oneOf([1, 2], 1),
  steps: oneOf([500, 1000, 2000, 5000, 10000], 2000),
  rate: oneOf([0.0005, 0.001, 0.002, 0.005, 0.01], 0.002),
};
