// The Start / Pause / Resume and Stop buttons of a training.
import { byId, complain, write } from './dom';
import { words } from './format';
import { Run } from './run';

export type Phase = 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

interface Training {
  /** Ids begin with this: `${name}-run`, `${name}-phase`, `${name}-error`. */
  name: string;
  start(run: Run): Promise<void>;
  /** The line of status for a phase. */
  describe(phase: Phase): string;
  /** Says an error elsewhere than under the buttons, if it belongs there. */
  place?(error: unknown): HTMLElement | undefined;
}

export class Controls {
  readonly #training: Training;
  readonly #main: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #phase: HTMLElement;
  #run: Run | undefined;
  #left = false; // paused because the visitor went to the other lab

  constructor(training: Training) {
    this.#training = training;
    const root = byId(`${training.name}-run`);
    this.#main = root.querySelector<HTMLButtonElement>('[data-run=main]')!;
    this.#stop = root.querySelector<HTMLButtonElement>('[data-run=stop]')!;
    this.#phase = byId(`${training.name}-phase`);
    this.#main.addEventListener('click', () => this.#press());
    this.#stop.addEventListener('click', () => this.#run?.stop());
  }

  get running(): boolean {
    return this.#run !== undefined && !this.#run.paused;
  }

  get started(): boolean {
    return this.#run !== undefined;
  }

  async start(): Promise<void> {
    const run = (this.#run = new Run());
    this.#left = false;
    this.#stop.disabled = false;
    this.#show('running');
    const complaint = byId(`${this.#training.name}-error`);
    complain(complaint, '');
    let end: Phase = 'finished';
    try {
      await this.#training.start(run);
    } catch (error) {
      end = run.signal.aborted ? 'stopped' : 'failed';
      if (end === 'failed') complain(this.#training.place?.(error) ?? complaint, words(error));
    }
    this.#run = undefined;
    this.#stop.disabled = true;
    this.#show(end);
  }

  pause(): void {
    if (!this.running) return;
    this.#run?.pause();
    this.#show('paused');
  }

  resume(): void {
    if (!this.#run?.paused) return;
    this.#run.resume();
    this.#show('running');
  }

  /** The visitor goes to the other lab: one training at a time has the processor. */
  leave(): void {
    this.#left ||= this.running;
    this.pause();
  }

  comeBack(): void {
    if (this.#left) this.resume();
    this.#left = false;
  }

  #press(): void {
    if (!this.#run) void this.start();
    else if (this.#run.paused) this.resume();
    else this.pause();
  }

  #show(phase: Phase): void {
    const label = { running: 'Pause', paused: 'Resume', finished: 'Start again', stopped: 'Start again', failed: 'Start' };
    write(this.#main, label[phase]);
    write(this.#phase, this.#training.describe(phase));
  }
}
