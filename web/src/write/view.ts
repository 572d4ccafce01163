// Writing with the model on the bench.
import { slider } from '../frame/fields';
import type { View } from '../frame/view';
import { Writer } from './writer';

slider('temperature');
new Writer();

export const view: View = {};
