// One training that can be held, let go and ended from outside.

export class Run {
  readonly #abort = new AbortController();
  #held: Promise<void> | undefined;
  #release: (() => void) | undefined;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get paused(): boolean {
    return this.#held !== undefined;
  }

  pause(): void {
    this.#held ??= new Promise((resolve) => (this.#release = resolve));
  }

  resume(): void {
    this.#release?.();
    this.#held = this.#release = undefined;
  }

  stop(): void {
    this.#abort.abort(); // before the release, so that no further step is taken
    this.resume();
  }

  /** A training awaits this after every step: a pause is a step that takes long to report. */
  async gate(): Promise<void> {
    while (this.#held && !this.signal.aborted) await this.#held;
  }
}
