// What the address says of the text lab. The defaults are the preset "30 seconds".
import { between, oneOf, whole } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const keys = {
  source: oneOf(['moby-dick', 'state-of-the-union', 'first-names', 'own'], 'moby-dick'),
  embedding: oneOf([8, 16, 32, 64, 128, 256], 64),
  units: oneOf([16, 32, 64, 128, 192, 256, 384, 512], 128),
  layers: oneOf([1, 2, 3], 1),
  dropout: between(0, 0.6, 0.1, 0),
  window: oneOf([8, 16, 32, 64, 128, 256], 64),
  batch: oneOf([1, 2, 4, 8, 16, 32, 64, 128], 32),
  steps: oneOf([200, 500, 1000, 2000, 4000, 5000, 10000, 20000, 50000], 1000),
  rate: oneOf([0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.02], 0.01),
  schedule: oneOf(['constant', 'cosine'], 'cosine'),
  seed: whole(1),
};

export const settings = settingsOf(keys);

/** What a click on a preset chooses: the rest is as in the first. */
export const presets = {
  short: { embedding: 64, layers: 1, units: 128, dropout: 0, window: 64, batch: 32, steps: 1000, rate: 0.01, schedule: 'cosine' },
  long: { embedding: 64, layers: 1, units: 256, dropout: 0, window: 64, batch: 32, steps: 4000, rate: 0.005, schedule: 'cosine' },
} as const;
