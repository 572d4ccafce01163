// The same figures as a table, for those who can't see bars, and for taking along.
import { figure } from '../../../tests/bench/figure.mjs';
import { byId, make } from '../basics/dom';
import { nameOf } from './builds';
import { figuresOf, type Line } from './lines';

export function drawTable(lines: Line[]): void {
  byId('figures').replaceChildren(...lines.map(row));
}

function row(line: Line): HTMLElement {
  const { workload, build, problem } = line;
  const cells = figuresOf(line) ? figureCells(line) : [problem || '–', '–', '–', '–'];
  return make(
    'tr',
    {},
    make('th', { scope: 'row', textContent: workload.id }),
    make('td', { textContent: nameOf(build) }),
    ...cells.map((textContent) => make('td', { textContent })),
  );
}

function figureCells(line: Line): string[] {
  const { milliseconds, gigaflops, timesAsFast } = figuresOf(line)!;
  return [
    figure(milliseconds.median),
    `${figure(milliseconds.min)} – ${figure(milliseconds.max)}`,
    figure(gigaflops.median),
    timesAsFast?.toFixed(2) ?? '–',
  ];
}
