// The form of the tasks: which one, how long, and the network for it.
import { byId, complain, write } from '../../basics/dom';
import { radios, select, slider } from '../../parts/fields';
import { set } from '../../basics/state';
import { keys, settings } from './keys';
import type { Task } from '../../parts/tasks/task';
import { tasks } from '../../parts/tasks';
import { inWords } from './training';

export function setUpTaskForm(): void {
  radios(keys, 'task');
  slider(keys, 'length');
  select(keys, 'cells');
  radios(keys, 'input');
  slider(keys, 'dim');
  const seed = byId<HTMLInputElement>('draw');
  seed.addEventListener('input', () => {
    const whole = /^\d{1,9}$/.test(seed.value);
    complain(byId('draw-error'), whole ? '' : 'A whole number of at most nine digits.');
    if (whole) set(keys, 'draw', seed.value);
  });
  byId('task-form').addEventListener('submit', (event) => event.preventDefault());
  addEventListener('settings', show);
  show();
}

function show(): void {
  const task: Task = tasks[settings.task];
  const { length, cells: units, draw: seed, input, dim } = settings;
  write(byId('task-title'), task.title);
  write(byId('task-about'), task.about);
  write(byId('task-plan'), inWords(task, { length, units, seed, input, dim }));
  write(byId('lengths-title'), `${task.measure.name}, by length`);
  write(byId('trial-title'), task.symbols ? 'Your turn: click the steps' : 'One sequence');
  byId('symbols-only').hidden = !task.symbols;
  byId<HTMLInputElement>('dim').disabled = input === 'real';
  const field = byId<HTMLInputElement>('draw');
  if (document.activeElement !== field) field.value = String(seed);
}
