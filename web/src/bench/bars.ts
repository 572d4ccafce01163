// A workload's bars: for every build the time of a step, and the speed that this amounts to.
import { figure } from '../../../tests/bench/figure.mjs';
import type { Workload } from '../../../tests/bench/workloads.mjs';
import { make, write } from '../basics/dom';
import { count, inWords, plural } from '../basics/format';
import { nameOf } from './builds';
import { figuresOf, type Figures, type Line, type Spread } from './lines';

type Measure = 'milliseconds' | 'gigaflops';

const units = { milliseconds: 'ms', gigaflops: 'GFLOP/s' };

/** Draws what has been measured so far. */
export type Draw = () => void;

/** @param lines - of one workload */
export function bars(host: HTMLElement, lines: Line[]): Draw {
  const { workload } = lines[0]!;
  const rows = lines.map(row);
  host.append(
    make(
      'section',
      { className: 'workload' },
      make('h2', {}, make('span', { className: 'tag', textContent: workload.id }), ` ${workload.title}`),
      make('p', { className: 'hint', textContent: sizes(workload) }),
      make('ul', {}, ...rows.map(({ root }) => root)),
    ),
  );
  const draw = () => {
    const all = lines.map(figuresOf);
    const longest = (measure: Measure) => Math.max(...all.map((figures) => figures?.[measure].max ?? 0));
    const full = { milliseconds: longest('milliseconds'), gigaflops: longest('gigaflops') };
    rows.forEach(({ draw }, n) => draw(all[n], full));
  };
  draw();
  return draw;
}

function sizes({ batch, time, units, work }: Workload): string {
  const layers = plural(units!.length, 'layer');
  const fed = `${plural(batch!, 'sequence')} of ${count(time!)}, ${layers} of ${units![0]} units`;
  return `${fed}: ${inWords(work)} multiply-adds a step.`;
}

function row(line: Line) {
  const ratio = make('span', { className: 'hint' });
  const time = bar('milliseconds');
  const speed = bar('gigaflops');
  const name = make('p', {}, nameOf(line.build), ratio);
  return {
    root: make('li', {}, name, time.root, speed.root),
    draw(figures: Figures | undefined, full: Record<Measure, number>) {
      const times = figures?.timesAsFast;
      write(ratio, line.problem || (times ? `${times.toFixed(2)} times as fast as the one above` : ''));
      time.draw(figures?.milliseconds, full.milliseconds);
      speed.draw(figures?.gigaflops, full.gigaflops);
    },
  };
}

function bar(measure: Measure) {
  const length = make('span', { className: `length ${measure}` });
  const number = make('span', { className: 'number' });
  return {
    root: make('p', { className: 'measure' }, number, length),
    draw(spread: Spread | undefined, full: number) {
      write(number, spread ? `${figure(spread.median)} ${units[measure]}` : '–');
      for (const key of ['median', 'min', 'max'] as const) {
        length.style.setProperty(`--${key}`, String(spread ? spread[key] / full : 0));
      }
    },
  };
}
