// Many sequences of a task, drawn in turns that leave the page responsive.
import { turn } from '../../basics/turn';
import type { Random } from '../../basics/random';
import type { Sequence, Task } from '../../parts/tasks/task';

const portion = 250;

export async function drawMany(task: Task, rows: number, length: number, random: Random): Promise<Sequence[]> {
  const sequences: Sequence[] = [];
  while (sequences.length < rows) {
    if (sequences.length % portion === 0) await turn();
    sequences.push(task.draw(length, random));
  }
  return sequences;
}
