// Three runners at one length: the same sequences for all, each of them new, until each knows the answer or has had enough.
import { randomOf, type Random } from '../../basics/random';
import type { Run } from '../../parts/run';
import { order } from '../../parts/tasks/order';
import type { Sequence } from '../../parts/tasks/task';
import { cells, plan, Runner, type Cell } from './runner';

const exam = 200; // sequences at the end
const listened = 8; // sequences that sensitivity is a mean over
const gap = 700; // ms between two looks at it

export type Team = Record<Cell, Runner>;

export interface Miss {
  sequence: Sequence;
  said: number;
}

export interface Result {
  right: number;
  misses: Miss[];
}

export interface Listener {
  onTeam(team: Team): void;
  onBatch(cell: Cell, runner: Runner): void;
  onHeard(cell: Cell, heard: { back: number; moved: number }[]): void;
  onResult(cell: Cell, runner: Runner, result: Result): void;
}

const draw = (count: number, length: number, random: Random): Sequence[] => Array.from({ length: count }, () => order.draw(length, random));

export async function race(length: number, seed: number, run: Run, listener: Listener): Promise<void> {
  const random = randomOf(seed);
  const [questions, probed] = [draw(exam, length, random), draw(listened, length, random)];
  const team = Object.fromEntries(await Promise.all(cells.map(async (cell) => [cell, await Runner.of(cell, seed)]))) as Team;
  listener.onTeam(team);
  const listen = async () => {
    for (const cell of cells) listener.onHeard(cell, await team[cell].hears(probed));
  };
  await listen();
  let last = performance.now();
  while (cells.some((cell) => !team[cell].isDone)) {
    await stride(team, draw(plan.batchSize, length, random), listener);
    await run.gate();
    run.signal.throwIfAborted();
    if (performance.now() - last < gap) continue;
    await listen();
    last = performance.now();
  }
  await listen();
  for (const cell of cells) listener.onResult(cell, team[cell], await examine(team[cell], questions));
}

async function stride(team: Team, sequences: readonly Sequence[], listener: Listener): Promise<void> {
  for (const cell of cells) {
    if (team[cell].isDone) continue;
    await team[cell].learn(sequences);
    listener.onBatch(cell, team[cell]);
  }
}

async function examine(runner: Runner, questions: readonly Sequence[]): Promise<Result> {
  const said = await runner.answers(questions);
  const misses = questions.map((sequence, n) => ({ sequence, said: said[n]! })).filter(({ sequence, said }) => sequence.target[0] !== said);
  return { right: 1 - misses.length / questions.length, misses };
}
