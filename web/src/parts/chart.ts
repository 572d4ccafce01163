// A loss chart: a noisy line, its smooth one, rings for unseen data, and named levels to compare
// with. Its colours are those of the style sheet, in either scheme.
import './language';
import uPlot from 'uplot';
import type { Curve } from './curve';

export interface Level {
  value: number;
  label: string;
}

interface Frame {
  /** Both axes stand still while the curve grows. */
  x: [number, number];
  y: [number, number];
  levels: Level[];
}

export interface Ring {
  x: number;
  y: number;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = '12px system-ui, sans-serif';

export class Chart {
  readonly #plot: uPlot;
  readonly #host: HTMLElement;
  #frame: Frame = { x: [0, 1], y: [0, 1], levels: [] };

  constructor(host: HTMLElement, xLabel: string) {
    this.#host = host;
    const axis = (size: number, space: number): uPlot.Axis => ({
      size,
      space,
      font,
      stroke: () => colour('--ink-soft'),
      grid: { stroke: () => colour('--line'), width: 1 },
      ticks: { show: false },
    });
    this.#plot = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 20, 0, 0],
        scales: {
          x: { time: false, range: () => this.#frame.x },
          y: { range: () => this.#frame.y },
        },
        axes: [{ ...axis(26, 70), label: xLabel, labelSize: 18, labelFont: font, labelGap: 0 }, axis(36, 40)],
        series: [
          {},
          { stroke: () => colour('--train-faint'), width: 1, spanGaps: true, points: { show: false } },
          { stroke: () => colour('--train'), width: 2.5, spanGaps: true, points: { show: false }, fill: () => colour('--train-wash') },
          {
            stroke: () => colour('--unseen'),
            width: 1.5,
            spanGaps: true,
            points: { show: true, size: 9, width: 2.5, stroke: () => colour('--unseen'), fill: () => colour('--sheet') },
          },
        ],
        hooks: { drawAxes: [(plot) => this.#drawLevels(plot)] },
      },
      [[], [], [], []],
      host,
    );
    new ResizeObserver(() => {
      if (host.clientWidth > 0) this.#plot.setSize(this.#size());
    }).observe(host);
    dark.addEventListener('change', () => this.#plot.redraw(false, true));
  }

  /** Counts from the next draw. */
  frame(frame: Frame): void {
    this.#frame = frame;
  }

  draw(curve?: Curve, rings: Ring[] = []): void {
    const line: uPlot.AlignedData = [curve?.x ?? [], curve?.y ?? [], curve?.smooth ?? []];
    this.#plot.setData(uPlot.join([line, [rings.map((ring) => ring.x), rings.map((ring) => ring.y)]]));
  }

  describe(words: string): void {
    this.#host.setAttribute('aria-label', words);
  }

  #size() {
    return { width: this.#host.clientWidth, height: this.#host.clientHeight };
  }

  #drawLevels(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.font = `${12 * scale}px system-ui, sans-serif`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    ctx.fillStyle = colour('--ink-soft');
    for (const { value, label } of this.#frame.levels) {
      const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
      const right = bbox.left + bbox.width;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(right, y);
      ctx.strokeStyle = colour('--ink-soft');
      ctx.lineWidth = scale;
      ctx.setLineDash([2 * scale, 4 * scale]);
      ctx.stroke();
      ctx.strokeStyle = colour('--sheet'); // a halo, where the text crosses the grid
      ctx.lineWidth = 4 * scale;
      ctx.setLineDash([]);
      ctx.strokeText(label, right, y - 3 * scale);
      ctx.fillText(label, right, y - 3 * scale);
    }
    ctx.restore();
  }
}
