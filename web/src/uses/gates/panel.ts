// One runner on show: how many of its answers are right, how far back it hears, and what it got wrong.
import { byId, make, write } from '../../basics/dom';
import { count, percent } from '../../basics/format';
import { throttle } from '../../basics/throttle';
import { Chart } from '../../parts/chart';
import { Curve } from '../../parts/curve';
import { order } from '../../parts/tasks/order';
import type { Miss, Result } from './race';
import { plan, type Cell, type Runner } from './runner';
import { least } from './sensitivity';

const shown = 3; // misses

export class Panel {
  readonly #cell: Cell;
  readonly #right: Chart;
  readonly #heard: Chart;
  readonly #draw = throttle(() => this.#show());
  #learning = new Curve(1);
  #hearing = new Curve(1);
  #length = 10;

  constructor(cell: Cell) {
    this.#cell = cell;
    this.#right = new Chart(byId(`${cell}-right`), 'batch');
    this.#heard = new Chart(byId(`${cell}-heard`), 'steps back from the end');
    this.#show();
  }

  begin(length: number): void {
    this.#length = length;
    this.#learning = new Curve(1);
    this.#hearing = new Curve(1);
    this.#part('misses').replaceChildren();
    write(this.#part('words'), `${length} steps. Learning.`);
    this.#draw();
  }

  batch({ batches, right }: Runner): void {
    this.#learning.push(batches, right);
    this.#draw();
  }

  hear(heard: readonly { back: number; moved: number }[]): void {
    this.#hearing = new Curve(1);
    for (const { back, moved } of heard) this.#hearing.push(back, Math.log10(Math.max(least, moved)));
    const far = heard.at(-1)!;
    this.#heard.describe(`How much its answer moves, by steps back: ${far.moved.toExponential(0)} for the first step, ${far.back} back`);
    this.#draw();
  }

  end({ batches, isThere }: Runner, { right, misses }: Result): void {
    const when = isThere ? `learned after ${count(batches)} batches` : `not learned in ${count(batches)} batches`;
    write(this.#part('words'), `${this.#length} steps: ${when}. ${percent(right)} of 200 new ones are right.`);
    this.#right.describe(`Share of right answers, batch by batch: ${percent(right)} in the end`);
    this.#part('misses').replaceChildren(...(misses.length ? misses.slice(0, shown).map(shownMiss) : [make('li', {}, 'Nothing, this time.')]));
  }

  #part(name: string): HTMLElement {
    return byId(`${this.#cell}-${name}`);
  }

  #show(): void {
    const { value, label } = order.measure.level;
    this.#right.frame({ x: [0, plan.batches], y: [0, 1.05], levels: [{ value, label }] });
    this.#right.draw(this.#learning);
    this.#heard.frame({ x: [0, this.#length], y: [-6, 1.5], levels: [{ value: -5, label: 'rounding' }] });
    this.#heard.draw(this.#hearing);
  }
}

/** The two letters that count, with their places. */
function shownMiss({ sequence: { input, target }, said }: Miss): HTMLElement {
  const telling = input.flatMap((letter, t) => (letter >= 4 ? [`${order.symbols![letter]} at ${t + 1}`] : []));
  return make('li', {}, `${telling.join(', ')}: it said “${order.say([0, 1, 2, 3].map((k) => +(k === said)))}”, not “${order.sayTarget(target[0]!)}”.`);
}
