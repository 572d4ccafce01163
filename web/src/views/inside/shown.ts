// What the look inside has on show.
import type { Field } from '../../parts/heat/field';
import type { Reading } from './reading';

export interface Shown {
  reading: Reading;
  layer: number;
  field: Field;
}
