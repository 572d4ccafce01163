// The Start / Pause / Resume and Stop buttons of a training.
import { byId, complain, write } from '../basics/dom';
import { words } from '../basics/format';
import { Run } from './run';

export type Phase = 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** Why a training waits: each reason goes on its own, and the last one to go lets it run. */
type Reason = 'visitor' | 'in use' | 'away';

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
  readonly #reasons = new Set<Reason>();
  #run: Run | undefined;
  #end: Promise<void> | undefined;
  #starts = 0;
  #phaseNow: Phase = 'stopped';

  constructor(training: Training) {
    this.#training = training;
    const root = byId(`${training.name}-run`);
    this.#main = root.querySelector<HTMLButtonElement>('[data-run=main]')!;
    this.#stop = root.querySelector<HTMLButtonElement>('[data-run=stop]')!;
    this.#phase = byId(`${training.name}-phase`);
    this.#main.addEventListener('click', () => this.press());
    this.#stop.addEventListener('click', () => void this.stop());
  }

  get started(): boolean {
    return this.#run !== undefined;
  }

  /** By the visitor. */
  get paused(): boolean {
    return this.#reasons.has('visitor');
  }

  /** What the button and the line of status say, for whoever shows them elsewhere too. */
  get label(): string {
    return this.#main.textContent!;
  }
  get status(): string {
    return this.#phase.textContent!;
  }

  /** From the beginning, whatever was going on; `held`: ready, but waiting for the visitor. */
  async start({ held = false } = {}): Promise<void> {
    const start = ++this.#starts;
    this.#run?.stop();
    await this.#end;
    if (start !== this.#starts) return; // a later one waited with this one
    await (this.#end = this.#train(held));
  }

  /** Done when it has ended. */
  async stop(): Promise<void> {
    this.#run?.stop();
    await this.#end;
  }

  hold(reason: Reason): void {
    if (!this.#run) return;
    this.#reasons.add(reason);
    this.#run.pause();
    if (reason === 'visitor') this.#show('paused');
  }

  release(reason: Reason): void {
    if (!this.#reasons.delete(reason)) return;
    if (!this.#reasons.size) this.#run?.resume();
    if (reason === 'visitor') this.#show('running');
  }

  /** As a press of the button: start, pause or resume. */
  press(): void {
    if (!this.#run) void this.start();
    else if (this.#reasons.has('visitor')) this.release('visitor');
    else this.hold('visitor');
  }

  /** Says anew how things are: a describe() may tell of more than the phase. */
  describe(): void {
    this.#show(this.#phaseNow);
  }

  #show(phase: Phase): void {
    this.#phaseNow = phase;
    const label = { running: 'Pause', paused: 'Resume', finished: 'Start again', stopped: 'Start again', failed: 'Start' };
    write(this.#main, label[phase]);
    write(this.#phase, this.#training.describe(phase));
    dispatchEvent(new Event('training'));
  }

  async #train(held: boolean): Promise<void> {
    const run = (this.#run = new Run());
    this.#stop.disabled = false;
    if (held) this.hold('visitor');
    else this.#show('running');
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
    this.#reasons.clear();
    this.#stop.disabled = true;
    this.#show(end);
  }
}
