// The sequence lab.
import type { View } from '../frame/view';
import { fiveSequences } from './five-sequences';
import { parityLab } from './parity-lab';

export const view: View = { trainings: [fiveSequences, parityLab] };
