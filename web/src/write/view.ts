// Writing with the model on the bench, and what surprises it.
import { select, slider, typed } from '../frame/fields';
import type { View } from '../frame/view';
import { setUpSurprise } from './surprise';
import { Writer } from './writer';

slider('temperature');
slider('topp');
select('topk');
select('letters');
typed('chance');
new Writer();
setUpSurprise();

export const view: View = {};
