// The sequence lab.
import type { View } from '../../parts/view';
import { fiveSequences } from './five-sequences';
import { taskTraining } from './task-lab';

export const view: View = { trainings: [fiveSequences, taskTraining] };
