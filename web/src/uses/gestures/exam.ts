// Ten more of each sign by the hand, for the network and for what needs no learning.
import { randomOf } from '../../basics/random';
import { turn } from '../../basics/turn';
import { inputOf, stepsOf, type Step } from './drawing';
import type { Example, Examples } from './examples';
import { distance, nearest, normalised, shifted } from './nearest';
import type { Model } from './network';

export const papers = 10; // of each sign

export interface Marks {
  whole: number;
  /** When half of the steps are known, and nobody says that it is half. */
  half?: number;
}

export interface Miss {
  example: Example;
  said: number;
}

interface Question {
  example: Example;
  steps: Step[];
}

const halfOf = <T>(steps: readonly T[]): T[] => steps.slice(0, Math.max(1, steps.length >> 1));

export class Exam {
  readonly #examples: readonly Example[];
  readonly #questions: Question[];

  constructor(examples: Examples, signs: number, seed: number) {
    const random = randomOf(seed + 1e6);
    this.#examples = examples.upTo(signs);
    this.#questions = Array.from({ length: signs * papers }, (_, n) => {
      const example = examples.byHand(n % signs, random);
      return { example, steps: stepsOf(example.drawing) };
    });
  }

  get size(): number {
    return this.#questions.length;
  }

  async mark(model: Model): Promise<{ marks: Marks; misses: Miss[] }> {
    const answers = (await model.predict(this.#questions.map(({ steps }) => inputOf(steps)))).toArray() as number[][][];
    const whole = answers.map((steps) => likeliest(steps.at(-1)!));
    const half = answers.map((steps) => likeliest(halfOf(steps).at(-1)!));
    const misses = this.#questions.map(({ example }, n) => ({ example, said: whole[n]! }));
    return { marks: { whole: this.#share(whole), half: this.#share(half) }, misses: misses.filter(({ example, said }) => example.sign !== said) };
  }

  /** The nearest example to what is drawn so far, of any size from its beginning on. */
  async markAsDrawn(): Promise<Marks> {
    const examples = this.#examples.map(({ drawing }) => shifted(stepsOf(drawing)));
    const ask = (steps: readonly Step[]) => nearest(shifted(steps), examples, (a, b) => distance(a, b, 'so far'));
    return { half: await this.#ask((steps) => ask(halfOf(steps))), whole: await this.#ask(ask) };
  }

  /** The nearest example to all of it, both made equally large. */
  async markWhole(): Promise<Marks> {
    const examples = this.#examples.map(({ drawing }) => normalised(stepsOf(drawing)));
    return { whole: await this.#ask((steps) => nearest(normalised(steps), examples, distance)) };
  }

  /** In portions that leave the page responsive; `answer` gives the number of an example. */
  async #ask(answer: (steps: readonly Step[]) => number): Promise<number> {
    const said: number[] = [];
    for (const { steps } of this.#questions) {
      if (said.length % 5 === 0) await turn();
      said.push(this.#examples[answer(steps)]!.sign);
    }
    return this.#share(said);
  }

  #share(said: readonly number[]): number {
    return said.filter((sign, n) => sign === this.#questions[n]!.example.sign).length / this.size;
  }
}

export const likeliest = (shares: ArrayLike<number>): number => Array.from(shares).indexOf(Math.max(...Array.from(shares)));
