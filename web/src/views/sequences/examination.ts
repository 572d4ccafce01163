// The same questions at other lengths: shorter, as trained, and longer, up to four times.
import { drawMany } from './draw';
import { encode } from '../../parts/tasks/encode';
import { randomOf } from '../../basics/random';
import type { Sequence, Task } from '../../parts/tasks/task';
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
  #questions: { length: number; sequences: Sequence[] }[] = [];

  constructor(task: Task, design: Design) {
    this.#task = task;
    this.#design = design;
  }

  /** Draws the questions: none of the sequences it learns from. */
  async prepare(): Promise<void> {
    const random = randomOf(this.#design.seed + 1e6);
    const lengths = new Set(shares.map((share) => Math.max(2, Math.round(share * this.#design.length))));
    for (const length of lengths) this.#questions.push({ length, sequences: await drawMany(this.#task, papers, length, random) });
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
