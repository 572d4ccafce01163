// A row of bits to click, and under each how sure the network is that the ones so far are odd.
import { byId, make, write } from '../frame/dom';
import { parity } from './parity-task';

interface Column {
  button: HTMLButtonElement;
  cell: HTMLElement;
  number: HTMLElement;
}

export class Bits {
  readonly #root = byId('bits');
  readonly #summary = byId('bits-summary');
  readonly #onChange: () => void;
  #bits: number[] = [];
  #columns: Column[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get values(): number[] {
    return [...this.#bits];
  }

  /** Keeps the bits there are, and goes on with a pattern of ones and zeros. */
  resize(length: number): void {
    this.#bits = Array.from({ length }, (_, i) => this.#bits[i] ?? +(i % 3 === 0));
    this.#columns = this.#bits.map((_, i) => this.#column(i));
    this.#root.replaceChildren(...this.#columns.map(({ cell }) => cell));
  }

  show(probabilities: ArrayLike<number>): void {
    const truth = parity(this.#bits);
    let right = 0;
    this.#columns.forEach(({ cell, number }, i) => {
      const probability = probabilities[i]!;
      const correct = probability > 0.5 === (truth[i] === 1);
      right += +correct;
      cell.style.setProperty('--odd', String(probability));
      cell.dataset.right = String(correct);
      write(number, `${probability > 0.5 ? 'odd' : 'even'} ${correct ? '✓' : '✗'}`);
    });
    const last = truth.at(-1) ? 'odd' : 'even';
    const ones = this.#bits.filter(Boolean).length;
    write(this.#summary, `${ones} ${ones === 1 ? 'one' : 'ones'} in all, ${last}. The network is right after ${right} of ${truth.length} bits.`);
  }

  #column(i: number): Column {
    const button = make('button', { type: 'button' });
    const number = make('span', { className: 'number', textContent: '–' });
    const label = () => {
      button.textContent = String(this.#bits[i]);
      button.setAttribute('aria-label', `Bit ${i + 1}: ${this.#bits[i]}`);
      button.setAttribute('aria-pressed', String(this.#bits[i] === 1));
    };
    button.addEventListener('click', () => {
      this.#bits[i] = 1 - this.#bits[i]!;
      label();
      this.#onChange();
    });
    label();
    const cell = make('div', { className: 'bit' }, button, make('div', { className: 'sure' }), number);
    return { button, cell, number };
  }
}
