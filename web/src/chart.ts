// A loss chart: a noisy line, its smooth one, rings for unseen data, and named levels to compare
// with. Its colours are those of the style sheet, in either scheme.
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
    const axis = (label: string, size: number, space: number): uPlot.Axis => ({
      label,
      labelSize: 18,
      labelFont: font,
      labelGap: 2,
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
        padding: [8, 12, 0, 0],
        scales: {
          x: { time: false, range: () => this.#frame.x },
          y: { range: () => this.#frame.y },
        },
        axes: [axis(xLabel, 30, 70), axis('', 40, 40)],
        series: [
          {},
          { stroke: () => colour('--train-faint'), width: 1, spanGaps: true, points: { show: false } },
          { stroke: () => colour('--train'), width: 2.5, spanGaps: true, points: { show: false }, fill: () => colour('--train-wash') },
          {
            stroke: () => colour('--unseen'),
            width: 0,
            spanGaps: false,
            points: { show: true, size: 9, width: 2.5, stroke: () => colour('--unseen'), fill: () => colour('--sheet') },
          },
        ],
        hooks: { drawAxes: [(plot) => this.#drawLevels(plot)] },
      },
      [[], [], [], []],
      host,
    );
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(host);
    dark.addEventListener('change', () => this.#plot.redraw(false, true));
  }

  frame(frame: Frame): void {
    this.#frame = frame;
    this.draw();
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
    ctx.fillStyle = ctx.strokeStyle = colour('--ink-soft');
    ctx.lineWidth = scale;
    ctx.textAlign = 'right';
    ctx.setLineDash([2 * scale, 4 * scale]);
    for (const { value, label } of this.#frame.levels) {
      const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(label, bbox.left + bbox.width - 4 * scale, y - 5 * scale);
    }
    ctx.restore();
  }
}
