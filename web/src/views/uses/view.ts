// What one can do with it: a card for each use.
import type { View } from '../../parts/view';

export const view: View = {};
