// The steps of one sequence in a row, symbols to be clicked, and under each what the network answers.
import { byId, make, write } from '../../basics/dom';
import { figure } from '../../basics/format';
import type { Sequence, Task } from '../../parts/tasks/task';

interface Column {
  cell: HTMLElement;
  answer: HTMLElement;
}

export class SequenceRow {
  readonly #root = byId('sequence-steps');
  readonly #onChange: (input: number[]) => void;
  #columns: Column[] = [];

  constructor(onChange: (input: number[]) => void) {
    this.#onChange = onChange;
  }

  lay(task: Task, { input }: Sequence): void {
    const steps = input.length / (task.symbols ? 1 : task.features);
    this.#columns = Array.from({ length: steps }, (_, t) => {
      const answer = make('span', { className: 'number' });
      const top = task.symbols ? this.#button(task.symbols, input, t) : number(input, task.features, t);
      const sure = task.head.activation === 'sigmoid' ? [make('div', { className: 'sure' })] : [];
      return { answer, cell: make('div', { className: 'bit' }, top, ...sure, answer) };
    });
    this.#root.replaceChildren(...this.#columns.map(({ cell }) => cell));
  }

  /** `answers`: `[T, outputs]`, or `[1, outputs]` after the last step. */
  show({ everyStep, head, measure, say, sayTarget }: Task, answers: ArrayLike<number>, target: readonly number[] | undefined): void {
    this.#columns.forEach(({ cell, answer }, t) => {
      const last = t === this.#columns.length - 1;
      if (!everyStep && !last) return;
      const n = everyStep ? t : 0;
      const its = Array.from({ length: head.units }, (_, k) => answers[n * head.units + k]!);
      const right = target?.[n];
      if (head.activation === 'sigmoid') cell.style.setProperty('--odd', String(its[0]));
      if (right === undefined) return write(answer, say(its));
      if (measure.kind === 'error') return write(answer, `${say(its)} for ${sayTarget(right)}`);
      const correct = say(its) === sayTarget(right);
      cell.dataset.right = String(correct);
      write(answer, `${say(its)} ${correct ? '✓' : '✗'}`);
    });
  }

  #button(symbols: readonly string[], input: number[], t: number): HTMLButtonElement {
    const button = make('button', { type: 'button' });
    const two = symbols.length === 2;
    const label = () => {
      const symbol = symbols[input[t]!]!;
      button.textContent = symbol;
      button.setAttribute('aria-label', `Step ${t + 1}: ${symbol}`);
      button.classList.toggle('on', two ? input[t] === 1 : symbol === symbol.toUpperCase());
      if (two) button.setAttribute('aria-pressed', String(input[t] === 1));
    };
    button.addEventListener('click', () => {
      input[t] = (input[t]! + 1) % symbols.length;
      label();
      this.#onChange(input);
    });
    label();
    return button;
  }
}

/** A step that is a number, and whether it is marked where there are marks. */
function number(input: readonly number[], features: number, t: number): HTMLElement {
  const marked = features > 1 && input[t * features + 1] === 1;
  const text = figure(input[t * features]!);
  return make('span', { className: marked ? 'value marked' : 'value' }, text, ...(marked ? [make('span', { className: 'aside', textContent: ' marked' })] : []));
}
