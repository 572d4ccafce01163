// A network that says the next value can go on by itself: each answer is what it hears next.
import { byId } from '../../basics/dom';
import { encode } from '../../parts/tasks/encode';
import { drawLines } from './lines';
import type { Task } from '../../parts/tasks/task';
import type { Design, Model } from './training';

/** As many steps again as it has heard. */
export async function goOn(model: Model, task: Task, { input }: Design, heard: readonly number[]): Promise<number[]> {
  const all = [...heard];
  while (all.length < 2 * heard.length) {
    const { data } = await model.predict(encode(task, [all], input));
    all.push(data[data.length - 1]!);
  }
  return all.slice(heard.length);
}

/** What it heard, what it said would come at each step, and how it went on. */
export function showForecast(heard: readonly number[], answers: ArrayLike<number>, ahead: readonly number[]): void {
  drawLines(
    byId('forecast-lines'),
    [
      { values: [...Array.from(answers), ...ahead.slice(1)], kind: 'line-chosen', from: 1 },
      { values: heard, kind: 'dots' },
    ],
    2 * heard.length,
  );
}
