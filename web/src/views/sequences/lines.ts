// Lines over time in one picture: the same columns as the heat map above it.
import { svg } from '../../basics/dom';

export interface Line {
  values: ArrayLike<number>;
  /** Of the style sheet. */
  kind: 'line' | 'line-chosen' | 'dots';
  /** The step of the first value; 0 unless told otherwise. */
  from?: number;
}

/** All of them between the lowest and the highest value; gives these back. */
export function drawLines(host: Element, lines: readonly Line[], steps = lines[0]!.values.length): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const { values } of lines) {
    for (let t = 0; t < values.length; t++) {
      low = Math.min(low, values[t]!);
      high = Math.max(high, values[t]!);
    }
  }
  const y = (value: number) => ((high - value) / (high - low || 1)).toFixed(4);
  const x = (t: number) => ((t + 0.5) / steps).toFixed(4);
  const plot = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  plot.append(svg('path', { class: 'grid-line', d: `M0 ${y(0)}h1` }));
  for (const { values, kind, from = 0 } of lines) {
    const points = Array.from(values, (value, t) => `${x(from + t)} ${y(value)}`);
    plot.append(svg('path', { class: kind, d: kind === 'dots' ? points.map((point) => `M${point}h0`).join('') : `M${points.join('L')}` }));
  }
  host.replaceChildren(plot);
  return { low, high };
}
