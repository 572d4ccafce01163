// Where the visitor draws, or looks on while the hand does.
import { svg } from '../../basics/dom';
import { stride, type Drawing, type Point, type Step } from './drawing';
import { canvas, ink } from './picture';

const pause = 700; // ms: the pen has been up for so long, and the drawing is done

interface Listener {
  onBegin(): void;
  /** There is more of it. */
  onDraw(drawing: Drawing): void;
  onDone(drawing: Drawing): void;
}

export class Pad {
  readonly #host: HTMLElement;
  readonly #listener: Listener;
  #strokes: Point[][] = [];
  #isDone = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, listener: Listener) {
    this.#host = host;
    this.#listener = listener;
    host.addEventListener('pointerdown', (event) => this.#down(event));
    host.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel'] as const) host.addEventListener(end, () => this.#up());
    this.show([]);
  }

  /** The hand draws, as fast as a person would, or at once; resolves when it is done. */
  async play(drawing: Drawing): Promise<void> {
    this.#begin();
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const stroke of drawing) {
      this.#strokes.push([]);
      for (const point of stroke) {
        this.#strokes.at(-1)!.push(point);
        if (still) continue;
        this.#changed();
        await new Promise(requestAnimationFrame);
      }
    }
    this.#changed();
    this.#done();
  }

  /** The drawing, and the sureness after each step of it as the strength of its ink. */
  show(drawing: Drawing, steps: readonly Step[] = [], sure: readonly number[] = []): void {
    const known = sure.map((share, n) => {
      const { x, y, dx, dy, up } = steps[n]!;
      return svg('path', { class: 'known-ink', d: `M${x} ${y}l${-stride * dx} ${-stride * dy}`, 'stroke-opacity': up ? 0 : share });
    });
    this.#host.replaceChildren(canvas(ink(drawing), ...known));
  }

  #begin(): void {
    clearTimeout(this.#timer);
    if (!this.#isDone) return;
    this.#isDone = false;
    this.#strokes = [];
    this.#listener.onBegin();
  }

  #down(event: PointerEvent): void {
    if (!event.isPrimary) return;
    this.#host.setPointerCapture(event.pointerId);
    this.#begin();
    this.#strokes.push([this.#place(event)]);
    this.#changed();
  }

  #move(event: PointerEvent): void {
    if (!this.#host.hasPointerCapture(event.pointerId)) return;
    const seen = event.getCoalescedEvents();
    this.#strokes.at(-1)!.push(...(seen.length ? seen : [event]).map((each) => this.#place(each)));
    this.#changed();
  }

  #up(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#done(), pause);
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#listener.onDone(this.#strokes);
  }

  #changed(): void {
    this.#listener.onDraw(this.#strokes);
  }

  #place({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = this.#host.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }
}
