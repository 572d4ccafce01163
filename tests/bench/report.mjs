// The tables on the terminal.
import { figure } from './figure.mjs';

const range = ({ median, min, max }, tell = figure) => `${tell(median)} (${tell(min)}-${tell(max)})`;
const percent = (share) => `${Math.round(share * 100)}%`;

function print(title, heads, rows) {
  if (rows.length === 0) return;
  const widths = heads.map((head, n) => Math.max(head.length, ...rows.map((row) => row[n].length)));
  const line = (cells) => `| ${cells.map((cell, n) => cell.padEnd(widths[n])).join(' | ')} |`;
  console.log(`\n${title}\n`);
  for (const cells of [heads, widths.map((width) => '-'.repeat(width)), ...rows]) console.log(line(cells));
}

/** @param {ReturnType<import('./summary.mjs').summarize>} summary */
export function report({ roofline, workloads, scaling, goals }) {
  print('Roofline', ['what', 'where', 'GFLOP/s', 'of the bare loop'],
    roofline.map(({ workload, name, gigaflops, share }) => [
      workload, name, range(gigaflops), share ? range(share, percent) : '',
    ]));
  const heads = ['workload', 'who', 'ms', 'GFLOP/s', 'ours is so many times as fast', 'MB'];
  print('Workloads: milliseconds a step, median (range)', heads,
    workloads.map(({ workload, name, milliseconds, gigaflops, oursIsFasterBy, memory }) => [
      workload, name, range(milliseconds), figure(gigaflops), oursIsFasterBy ? range(oursIsFasterBy) : '',
      memory ? (memory / 2 ** 20).toFixed(1) : '',
    ]));
  print('Scaling: one size of W1 changed at a time', ['size', 'where', 'ps a multiply-add'],
    scaling.map(({ workload, name, picoseconds }) => [workload, name, figure(picoseconds)]));
  print('Goals', ['goal', 'wanted', 'got', ''],
    goals.map(({ goal, wanted, got, met }) => [goal, `${wanted}`, figure(got), met ? '' : 'missed']));
}
