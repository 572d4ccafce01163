// How far a run is, by what its parts are expected to take.
import { byId, write } from '../basics/dom';
import { duration } from '../basics/format';

export class Progress {
  readonly #bar = byId<HTMLProgressElement>('progress');
  readonly #left = byId('stat-left');
  readonly #begun = performance.now();
  readonly #whole: number;
  #done = 0;

  /** @param whole - all that will be done, in expected seconds */
  constructor(whole: number) {
    this.#whole = whole;
    this.advance(0);
  }

  get seconds(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  advance(seconds: number): void {
    this.#done += seconds;
    this.#bar.value = this.#done / this.#whole;
    const pace = this.#done ? this.seconds / this.#done : 1;
    write(this.#left, duration((this.#whole - this.#done) * pace));
  }

  end(): void {
    write(this.#left, '–');
  }
}
