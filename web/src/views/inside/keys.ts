// What the address says of the look inside.
import { oneOf, whole } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const keys = {
  layer: oneOf([1, 2, 3], 1),
  gate: oneOf(['f', 'i', 'g', 'o', 'c', 'h'], 'c'),
  unit: whole(-1), // the one that follows something most
  rows: oneOf(['number', 'memory'], 'number'),
  zoom: oneOf(['letters', 'whole'], 'letters'),
};

export const settings = settingsOf(keys);
