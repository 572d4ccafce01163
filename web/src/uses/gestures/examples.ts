// What the network is shown: some drawings of each sign, the visitor's or the hand's.
import { randomOf, type Random } from '../../basics/random';
import type { Drawing } from './drawing';
import { drawAgain, signs } from './hand';

export interface Example {
  sign: number;
  drawing: Drawing;
  by: 'visitor' | 'hand';
}

export class Examples {
  readonly #all: Example[] = [];
  readonly #random: Random;
  readonly #onChange: () => void;

  /** The seed is the hand's. */
  constructor(seed: number, onChange: () => void) {
    this.#random = randomOf(seed);
    this.#onChange = onChange;
  }

  add(...examples: Example[]): void {
    this.#all.push(...examples);
    this.#onChange();
  }

  forget(sign: number): void {
    const left = this.#all.filter((example) => example.sign !== sign);
    this.#all.splice(0, Infinity, ...left);
    this.#onChange();
  }

  of(sign: number): Example[] {
    return this.#all.filter((example) => example.sign === sign);
  }

  /** Of the first so many signs. */
  upTo(count: number): Example[] {
    return this.#all.filter(({ sign }) => sign < count);
  }

  /** As the hand draws a sign now: the visitor's first of it once more, or its own. */
  byHand(sign: number, random = this.#random): Example {
    return { sign, drawing: drawAgain(this.#shown(sign) ?? signs[sign]!.drawing, random), by: 'hand' };
  }

  /** What the hand draws, in words. */
  nameOf(sign: number): string {
    return this.#shown(sign) ? 'your sign again' : signs[sign]!.name;
  }

  #shown(sign: number): Drawing | undefined {
    return this.of(sign).find(({ by }) => by === 'visitor')?.drawing;
  }
}
