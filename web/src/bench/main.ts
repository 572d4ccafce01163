// The page that measures: what will be run, Start and Stop, and what came of it.
import { byId, complain, write } from '../basics/dom';
import { builds as variants, duration, plural, words } from '../basics/format';
import { bars, type Draw } from './bars';
import { buildsUpTo, findBest, nameOf, type Build } from './builds';
import { linesOf, type Line } from './lines';
import { showMachine } from './machine';
import { costOf, planOf, sampleCost, warmUpCost } from './plan';
import { Progress } from './progress';
import { measure } from './rounds';
import { drawTable } from './table';

/** A workload's lines, and what draws them. */
interface Stage {
  lines: Line[];
  draw: Draw;
}

const plan = planOf(location.search);
const start = byId<HTMLButtonElement>('start');
const stop = byId<HTMLButtonElement>('stop');
const say = (text: string) => write(byId('phase'), text);

void begin();

async function begin(): Promise<void> {
  try {
    const best = await findBest();
    write(byId('status'), `${variants[best.variant]} build, ${plural(best.threads, 'thread')}, nothing leaves this page`);
    showMachine(best);
    getReady(buildsUpTo(best));
  } catch (error) {
    say('Nothing can be measured here.');
    complain(byId('error'), words(error));
  }
}

function getReady(builds: Build[]): void {
  const seconds = Math.ceil(costOf(plan, builds) / 10) * 10;
  const { workloads, rounds } = plan;
  write(
    byId('plan'),
    `${plural(workloads.length, 'workload')}, ${plural(builds.length, 'build')}, ${plural(rounds, 'round')}: about ${duration(seconds)}.`,
  );
  setStage(builds);
  start.addEventListener('click', () => void run(builds));
  start.disabled = false;
  say('Ready.');
}

/** Everything that will be measured, still empty. */
function setStage(builds: Build[]): Stage[] {
  const host = byId('workloads');
  host.replaceChildren();
  const stages = plan.workloads.map((workload) => {
    const lines = linesOf(workload, builds);
    return { lines, draw: bars(host, lines) };
  });
  drawTable(stages.flatMap(({ lines }) => lines));
  return stages;
}

async function run(builds: Build[]): Promise<void> {
  const stages = setStage(builds);
  const progress = new Progress(costOf(plan, builds));
  const stopping = new AbortController();
  stop.onclick = () => stopping.abort();
  complain(byId('error'), '');
  handOver(start, stop);
  try {
    await measureAll(stages, progress, stopping.signal);
    say(`Done in ${duration(progress.seconds)}.`);
  } catch (error) {
    const stopped = stopping.signal.aborted;
    say(stopped ? 'Stopped. What was measured until then stays.' : 'That did not work.');
    if (!stopped) complain(byId('error'), words(error));
  }
  progress.end();
  write(start, 'Start again');
  handOver(stop, start);
}

async function measureAll(stages: Stage[], progress: Progress, signal: AbortSignal): Promise<void> {
  const { rounds } = plan;
  for (const [n, { lines, draw }] of stages.entries()) {
    const { id } = lines[0]!.workload;
    write(byId('stat-workload'), `${n + 1} / ${stages.length}`);
    try {
      await measure(lines, rounds, signal, {
        onWarmUp: ({ build }) => say(`${id}: ${nameOf(build)}, warms up.`),
        onWarm: ({ problem }) => progress.advance(warmUpCost + (problem ? rounds * sampleCost : 0)),
        onRounds: () => say(`${id}: they take turns, ${plural(rounds, 'round')}.`),
        onSample: () => progress.advance(sampleCost),
      });
    } finally {
      draw(); // while nobody is measured
      drawTable(stages.flatMap((stage) => stage.lines));
    }
  }
}

/** One of the two buttons can be pressed; who is at the keyboard moves along. */
function handOver(from: HTMLButtonElement, to: HTMLButtonElement): void {
  to.disabled = false;
  if (document.activeElement === from) to.focus();
  from.disabled = true;
}
