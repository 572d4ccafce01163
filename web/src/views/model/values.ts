// Some of a prediction's numbers as a list: of classes the likeliest, of others the first.
import { count, figure } from '../../basics/format';
import { make } from '../../basics/dom';
import type { Part } from './importer/trial';

const most = 6;

/** Probabilities of classes: none below zero, and one together. */
function areShares(values: Float32Array): boolean {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.length > 1 && values.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3;
}

function number(value: number): string {
  const size = Math.abs(value);
  return size > 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2).replaceAll('-', '−') : figure(value, 4);
}

function row(name: string, value: number, share?: number): HTMLElement {
  const bar = make('span', { className: 'bar' });
  bar.style.setProperty('--share', String(share ?? 0));
  const shown = share === undefined ? number(value) : `${(value * 100).toFixed(1)}%`;
  return make('li', {}, make('span', { className: 'name', textContent: name }), bar, make('span', { className: 'number', textContent: shown }));
}

/** `names`: of the classes, where they have any. */
export function listOf({ data, shape }: Part, names?: readonly string[]): HTMLElement {
  const last = data.subarray(data.length - shape.at(-1)!); // of the last step
  const shares = areShares(last);
  const order = [...last.keys()];
  if (shares) order.sort((a, b) => last[b]! - last[a]!);
  const largest = last[order[0]!]!;
  const nameOf = (n: number) => (names ? JSON.stringify(names[n]!) : `${shares ? 'class ' : ''}${n}`);
  const rows = order.slice(0, most).map((n) => row(nameOf(n), last[n]!, shares ? last[n]! / largest : undefined));
  const left = last.length - rows.length;
  const rest = left > 0 ? [make('li', { className: 'hint', textContent: `and ${count(left)} more` })] : [];
  return make('ul', { className: 'values' }, ...rows, ...rest);
}
