// The model on the bench as a file and as code.
import type { View } from '../frame/view';

export const view: View = {};
