// Writing with the model on the bench, and what surprises it.
import { select, slider, typed } from '../../parts/fields';
import type { View } from '../../parts/view';
import { keys } from './keys';
import { setUpSurprise } from './surprise';
import { Writer } from './writer';

slider(keys, 'temperature');
slider(keys, 'topp');
select(keys, 'topk');
select(keys, 'letters');
typed(keys, 'chance');
new Writer();
setUpSurprise();

export const view: View = {};
