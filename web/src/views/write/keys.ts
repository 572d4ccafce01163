// What the address says of the writing.
import { between, oneOf, whole, words } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const keys = {
  prompt: words('', 200),
  temperature: between(0, 1.5, 0.1, 0.8),
  topk: oneOf([0, 1, 2, 3, 5, 10, 20, 40], 0),
  topp: between(0.1, 1, 0.05, 1),
  letters: oneOf([100, 200, 400, 800, 1600], 400),
  chance: whole(1),
};

export const settings = settingsOf(keys);
