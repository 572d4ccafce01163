// A heat map of units over time that scrolls: the picture of all values is made once, and what is on
// screen is cut from it. A step and a unit are chosen by click, or by arrow keys.
import { byNumber, picture, type Field } from './field';
import { dark } from './scales';

export interface Place {
  step: number;
  unit: number;
}

interface Listener {
  onSelect(place: Place): void;
  /** Under the pointer; undefined when it leaves. */
  onHover(place: Place | undefined): void;
}

const head = 20; // pixels above the rows, for the letters
const letter = 11; // pixels a step when letters are to be read

export class HeatMap {
  readonly #host: HTMLElement;
  readonly #width = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #listener: Listener;
  #field: Field | undefined;
  #labels: readonly string[] = [];
  #order: ArrayLike<number> = [];
  #rows: number[] = []; // of every unit
  #picture: HTMLCanvasElement | undefined;
  #selected: Place = { step: 0, unit: 0 };
  #whole = false;
  #pending = false;

  /** `host`: focusable, and scrolls. */
  constructor(host: HTMLElement, listener: Listener) {
    this.#host = host;
    this.#listener = listener;
    this.#width.className = 'heat-width';
    this.#width.append(this.#canvas);
    host.append(this.#width);
    host.addEventListener('scroll', () => this.#draw(), { passive: true });
    host.addEventListener('keydown', (event) => this.#press(event));
    this.#canvas.addEventListener('click', (event) => this.#choose(this.#at(event)));
    this.#canvas.addEventListener('pointermove', (event) => listener.onHover(this.#at(event)));
    this.#canvas.addEventListener('pointerleave', () => listener.onHover(undefined));
    new ResizeObserver(() => this.#draw()).observe(host);
    dark.addEventListener('change', () => this.#repaint());
  }

  /** `whole`: all steps in the width there is, however thin. */
  show(field: Field, labels: readonly string[], { order = byNumber(field.units) as ArrayLike<number>, whole = false } = {}): void {
    this.#field = field;
    this.#labels = labels;
    this.#order = order;
    this.#whole = whole;
    Array.from(order).forEach((unit, row) => (this.#rows[unit] = row));
    this.#repaint();
  }

  select(place: Place): void {
    this.#selected = place;
    this.#draw();
  }

  /** Scrolls until the step is seen. */
  reveal(step: number): void {
    const x = step * this.#cell;
    const { scrollLeft, clientWidth } = this.#host;
    if (x < scrollLeft || x + this.#cell > scrollLeft + clientWidth) this.#host.scrollLeft = x - clientWidth / 2;
  }

  /** Pixels a step. */
  get #cell(): number {
    const fitting = this.#host.clientWidth / (this.#field?.steps ?? 1);
    return this.#whole ? fitting : Math.max(letter, fitting);
  }

  /** Pixels a unit. */
  get #row(): number {
    return Math.min(14, Math.max(2, Math.floor(384 / (this.#field?.units ?? 1))));
  }

  #repaint(): void {
    if (!this.#field) return;
    this.#picture = picture(this.#field, this.#order);
    this.#draw();
  }

  /** Once a frame, however often it is asked for. */
  #draw(): void {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => {
      this.#pending = false;
      if (this.#field && this.#host.clientWidth > 0) this.#paint(this.#field);
    });
  }

  #paint({ steps, units }: Field): void {
    const cell = this.#cell;
    const row = this.#row;
    const height = head + row * units;
    this.#width.style.width = `${Math.floor(cell * steps)}px`;
    const width = this.#host.clientWidth;
    const ratio = devicePixelRatio;
    const canvas = this.#canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.imageSmoothingEnabled = cell * ratio < 1; // then neighbours share a pixel
    const from = this.#host.scrollLeft;
    ctx.drawImage(this.#picture!, from / cell, 0, width / cell, units, 0, head, width, row * units);
    this.#paintLetters(ctx, from, width, cell);
    this.#paintMarks(ctx, from, width, cell, row);
  }

  #paintLetters(ctx: CanvasRenderingContext2D, from: number, width: number, cell: number): void {
    if (cell < letter - 1) return;
    const { ink, soft, serif } = inks();
    ctx.textAlign = 'center';
    ctx.textBaseline = 'alphabetic';
    ctx.font = `15px ${serif}`;
    const last = Math.min(this.#labels.length, Math.ceil((from + width) / cell));
    for (let step = Math.floor(from / cell); step < last; step++) {
      const label = visible(this.#labels[step]!);
      ctx.fillStyle = label === this.#labels[step] ? ink : soft;
      ctx.fillText(label, (step + 0.5) * cell - from, head - 6, cell * 1.6);
    }
  }

  /** The selected unit between two lines, the selected step under a bar. */
  #paintMarks(ctx: CanvasRenderingContext2D, from: number, width: number, cell: number, row: number): void {
    const { ink, sheet } = inks();
    const { step, unit } = this.#selected;
    const top = head + (this.#rows[unit] ?? 0) * row;
    const left = step * cell - from;
    const frame = (colour: string, grow: number) => {
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1;
      ctx.strokeRect(-2, top - 0.5 - grow, width + 4, row + 1 + 2 * grow);
    };
    frame(sheet, 1);
    frame(ink, 0);
    ctx.fillStyle = ink;
    ctx.fillRect(left, head - 3, Math.max(2, cell), 3);
    ctx.strokeRect(left - 0.5, top - 1.5, Math.max(2, cell) + 1, row + 3);
  }

  #at(event: MouseEvent): Place {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const step = Math.floor((event.clientX - left + this.#host.scrollLeft) / this.#cell);
    const row = Math.floor((event.clientY - top - head) / this.#row);
    return this.#place(step, row);
  }

  /** The nearest there is. */
  #place(step: number, row: number): Place {
    const { steps, units } = this.#field ?? { steps: 1, units: 1 };
    const within = (value: number, end: number) => Math.min(end - 1, Math.max(0, value));
    return { step: within(step, steps), unit: this.#order[within(row, units)] ?? 0 };
  }

  #press(event: KeyboardEvent): void {
    const { step, unit } = this.#selected;
    const row = this.#rows[unit] ?? 0;
    const stride = event.shiftKey ? 10 : 1;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [step - stride, row],
      ArrowRight: [step + stride, row],
      ArrowUp: [step, row - stride],
      ArrowDown: [step, row + stride],
      Home: [0, row],
      End: [Infinity, row],
    };
    const to = moves[event.key];
    if (!to) return;
    event.preventDefault();
    this.#choose(this.#place(...to));
  }

  #choose(place: Place): void {
    this.select(place);
    this.reveal(place.step);
    this.#listener.onSelect(place);
  }
}

/** A character that can be seen. */
export function visible(character: string): string {
  if (character === '\n') return '↵';
  return /^\s$/u.test(character) ? '·' : character;
}

function inks() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, sheet, serif] = ['--ink', '--ink-soft', '--sheet', '--serif'].map((name) => style.getPropertyValue(name).trim());
  return { ink: ink!, soft: soft!, sheet: sheet!, serif: serif! };
}
