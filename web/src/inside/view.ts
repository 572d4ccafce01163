// A look inside the model on the bench.
import type { View } from '../frame/view';

export const view: View = {};
