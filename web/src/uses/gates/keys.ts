// What the address says of the race.
import { oneOf, whole } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const lengths = [10, 20, 50, 100, 200] as const;

export const keys = {
  gap: oneOf(['all', ...lengths], 'all'),
  race: whole(1),
};

export const settings = settingsOf(keys);
