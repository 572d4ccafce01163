// One sequence to try the network on: laid out, changed by clicks, answered, and its gates traced.
import { byId, write } from '../../basics/dom';
import { randomOf } from '../../basics/random';
import { encode } from '../../parts/tasks/encode';
import { goOn, showForecast } from './forecast';
import { SequenceRow } from './sequence-row';
import { statesOf } from './states';
import type { Sequence, Task } from '../../parts/tasks/task';
import { Traces } from './traces';
import type { Design, Model } from './training';

interface Trained {
  model: Model;
  task: Task;
  design: Design;
}

export class Trial {
  readonly #row = new SequenceRow((input) => this.#change(input));
  readonly #traces = new Traces();
  readonly #random = randomOf(7);
  #trained: Trained | undefined;
  #task: Task | undefined;
  #sequence: Sequence | undefined;

  constructor() {
    byId('another').addEventListener('click', () => this.#draw(this.#length));
  }

  /** From now on; the one before is disposed of. */
  async use(trained: Trained | undefined): Promise<void> {
    this.#trained?.model.dispose();
    this.#trained = trained;
    byId('traces').hidden = !trained;
    await this.ask();
  }

  /** A sequence for the task, of this length; the one there is if it fits. */
  lay(task: Task, length: number): void {
    if (task === this.#task && length === this.#length) return;
    this.#task = task;
    this.#draw(length);
  }

  /** The answers for the sequence as it is now; the network takes any length. */
  async ask(): Promise<void> {
    const [trained, sequence] = [this.#trained, this.#sequence];
    if (!trained || !sequence || trained.task !== this.#task) return;
    const { model, task, design } = trained;
    const input = [...sequence.input];
    const current = () => trained === this.#trained && sequence === this.#sequence && input.join() === sequence.input.join();
    try {
      const { data } = await model.predict(encode(task, [input], design.input));
      const states = current() && (await statesOf(model, task, design, input));
      const ahead = task.goesOn && current() ? await goOn(model, task, design, input) : [];
      if (!states || !current()) return; // changed meanwhile, and asked anew
      this.#row.show(task, data, sequence.target);
      byId('forecast').hidden = !task.goesOn;
      if (task.goesOn) showForecast(input, data, ahead);
      this.#traces.show(states, labels(task, input));
      write(byId('trial-summary'), summary(task, data, sequence.target));
    } catch (problem) {
      if (trained === this.#trained) throw problem; // else it went with its network
    }
  }

  get #length(): number {
    return this.#sequence && this.#task ? this.#sequence.input.length / (this.#task.symbols ? 1 : this.#task.features) : 0;
  }

  #draw(length: number): void {
    this.#show(this.#task!.draw(length, this.#random));
  }

  #change(input: number[]): void {
    this.#sequence = { input, target: this.#task!.answer?.(input) ?? [] };
    void this.ask();
  }

  #show(sequence: Sequence): void {
    this.#sequence = sequence;
    byId('sequence-steps').hidden = this.#task!.goesOn === true; // it has a picture
    this.#row.lay(this.#task!, sequence);
    write(byId('trial-summary'), this.#trained ? '' : 'It can be asked as soon as it has started to learn.');
    void this.ask();
  }
}

function labels({ symbols, features }: Task, input: readonly number[]): string[] {
  if (symbols) return input.map((symbol) => symbols[symbol]!);
  return Array.from({ length: input.length / features }, (_, t) => (features > 1 && input[t * features + 1] ? '▾' : ''));
}

function summary(task: Task, answers: ArrayLike<number>, target: readonly number[]): string {
  const { measure, everyStep, say, sayTarget, head } = task;
  if (target.length === 0) return `It says “${say(answers)}”; the question makes no sense for these.`;
  if (measure.kind === 'error') {
    const error = `Mean squared error on this sequence: ${measure.of(answers, target).toFixed(4)}.`;
    return everyStep ? error : `It says ${say(answers)}, and the sum is ${sayTarget(target[0]!)}. ${error}`;
  }
  if (!everyStep) return `It says “${say(answers)}”; right is “${sayTarget(target[0]!)}”.`;
  const right = target.filter((its, t) => say([answers[t * head.units]!]) === sayTarget(its)).length;
  return `The network is right after ${right} of ${target.length} steps.`;
}
