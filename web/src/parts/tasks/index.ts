// The tasks on offer, by their names in the address.
import type { Task } from './task';
import { adding } from './adding';
import { counting } from './counting';
import { order } from './order';
import { parity } from './parity';
import { sine } from './sine';

export const tasks = { parity, counting, adding, order, sine } as const satisfies Record<string, Task>;
export type TaskName = keyof typeof tasks;
