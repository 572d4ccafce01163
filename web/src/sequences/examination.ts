// The same questions at other lengths: shorter, as trained, and longer, up to four times.
import { encode } from './encode';
import { randomOf } from './random';
import type { Sequence, Task } from './task';
import type { Design, Model } from './training';

const papers = 200; // sequences a length
const shares = [0.5, 1, 1.5, 2, 3, 4];

export interface Mark {
  length: number;
  /** The mean of the task's measure. */
  value: number;
}

export class Examination {
  readonly #task: Task;
  readonly #design: Design;
  readonly #questions: { length: number; sequences: Sequence[] }[];

  constructor(task: Task, design: Design) {
    this.#task = task;
    this.#design = design;
    const random = randomOf(design.seed + 1e6); // none of those it learns from
    const lengths = new Set(shares.map((share) => Math.max(2, Math.round(share * design.length))));
    this.#questions = [...lengths].map((length) => ({
      length,
      sequences: Array.from({ length: papers }, () => task.draw(length, random)),
    }));
  }

  async mark(model: Model): Promise<Mark[]> {
    const marks: Mark[] = [];
    for (const { length, sequences } of this.#questions) {
      const { data } = await model.predict(encode(this.#task, sequences.map(({ input }) => input), this.#design.input));
      const size = data.length / papers;
      const each = sequences.map(({ target }, n) => this.#task.measure.of(data.subarray(n * size, (n + 1) * size), target));
      marks.push({ length, value: each.reduce((sum, value) => sum + value, 0) / papers });
    }
    return marks;
  }
}
