// The half-lives of a layer's units as dots, longest first, on a logarithmic scale.
import { byId, make } from '../../basics/dom';
import { inWords } from './memory';

const ends = [0.1, 1000]; // steps; what lies beyond stands at the end
const lines = [1, 10, 100];

/** From 0, the shortest, to 1. */
function height(life: number): number {
  const [least, most] = ends.map(Math.log) as [number, number];
  return Math.min(1, Math.max(0, (Math.log(life) - least) / (most - least)));
}

const svg = (name: string, attributes: Record<string, string>) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

export interface Layer {
  halfLives: Float32Array;
  orders: { memory: Uint16Array };
}

export class MemoryStrips {
  readonly #onSelect: (layer: number, unit: number) => void;
  #layers: readonly Layer[] = [];
  #marks: SVGElement[] = [];

  constructor(onSelect: (layer: number, unit: number) => void) {
    this.#onSelect = onSelect;
  }

  show(layers: readonly Layer[], noun: string): void {
    this.#layers = layers;
    this.#marks = layers.map(() => svg('path', { class: 'dot-selected' }));
    byId('strips').replaceChildren(...layers.map((layer, n) => this.#strip(layer, n, noun)));
  }

  select(layer: number, unit: number): void {
    this.#marks.forEach((mark, n) => mark.setAttribute('d', n === layer ? dot(this.#layers[n]!, unit) : ''));
  }

  #strip(layer: Layer, n: number, noun: string): HTMLElement {
    const { halfLives, orders: { memory: order } } = layer;
    const plot = svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    plot.append(
      ...lines.map((line) => svg('path', { class: 'grid-line', d: `M0 ${1 - height(line)}h1` })),
      svg('path', { class: 'dots', d: Array.from(order, (unit) => dot(layer, unit)).join('') }),
      this.#marks[n]!,
    );
    const area = make('div', { className: 'strip' });
    area.append(plot, ...lines.map(label));
    area.addEventListener('click', ({ clientX }) => {
      const { left, width } = plot.getBoundingClientRect();
      const rank = Math.floor(((clientX - left) / width) * order.length);
      this.#onSelect(n, order[Math.min(order.length - 1, Math.max(0, rank))]!);
    });
    const heading = make('h3', { textContent: `Layer ${n + 1}: half-life in ${noun}s` });
    return make('figure', {}, heading, area, make('figcaption', { className: 'hint', textContent: caption(halfLives, order, noun) }));
  }
}

function dot({ halfLives, orders: { memory } }: Layer, unit: number): string {
  return `M${(memory.indexOf(unit) + 0.5) / memory.length} ${1 - height(halfLives[unit]!)}h0`;
}

function caption(lives: Float32Array, order: Uint16Array, noun: string): string {
  const [first, last] = [order[0]!, order.at(-1)!];
  return (
    `The longest memory has unit ${first}: ${inWords(lives[first]!, noun)}. The middle one of ${order.length} has ` +
    `${inWords(lives[order[order.length >> 1]!]!, noun)}, the shortest, unit ${last}, ${inWords(lives[last]!, noun)}.`
  );
}

function label(line: number): HTMLElement {
  const text = make('span', { className: 'line-label', textContent: String(line) });
  text.style.setProperty('--height', String(height(line)));
  return text;
}
