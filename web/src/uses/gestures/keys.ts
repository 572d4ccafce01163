// What the address says of the gestures.
import { between, whole } from '../../basics/keys';
import { settingsOf } from '../../basics/state';

export const mostSigns = 6;

export const keys = {
  signs: between(3, mostSigns, 1, 5),
  /** Which sign is drawn on the pad; 0 is a riddle for the network. */
  pad: between(0, mostSigns, 1, 1),
  hand: whole(1),
};

export const settings = settingsOf(keys);
