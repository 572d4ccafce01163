// Asks the network step by step while a drawing grows.
import type { Step } from './drawing';
import type { Model } from './network';

type Stream = Awaited<ReturnType<Model['stream']>>;

export class Reader {
  readonly #stream: Promise<Stream>;
  readonly #onAnswer: () => void;
  #answered = Promise.resolve();
  #drawing = 0;
  /** What it said after each step of the drawing: a share for each sign. */
  answers: Float32Array[] = [];

  constructor(model: Model, onAnswer: () => void) {
    this.#stream = Promise.resolve(model.stream());
    this.#onAnswer = onAnswer;
  }

  /** Another drawing. */
  begin(): void {
    this.#forget();
    void this.#stream.then((stream) => stream.reset());
  }

  /** All its steps so far; resolves when all of them are answered. */
  read(steps: readonly Step[]): Promise<void> {
    const drawing = this.#drawing;
    this.#answered = this.#answered.then(() => this.#ask(steps, () => drawing !== this.#drawing));
    return this.#answered;
  }

  dispose(): void {
    this.#forget();
    void this.#stream.then((stream) => stream.dispose());
  }

  async #ask(steps: readonly Step[], isOver: () => boolean): Promise<void> {
    const stream = await this.#stream;
    if (isOver()) return;
    const asked = steps.slice(this.answers.length).map(({ dx, dy, up }) => stream.step(Float32Array.of(dx, dy, up)));
    for (const answer of asked) {
      const shares = await answer;
      if (isOver()) return;
      this.answers.push(shares!);
      this.#onAnswer();
    }
  }

  #forget(): void {
    this.#drawing += 1;
    this.answers = [];
  }
}
