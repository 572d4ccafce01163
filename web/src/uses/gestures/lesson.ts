// Lets a network learn the examples; after every pass it is asked ten more of each sign.
import { byId, write } from '../../basics/dom';
import { percent } from '../../basics/format';
import { throttle } from '../../basics/throttle';
import { Chart } from '../../parts/chart';
import { Controls, type Phase } from '../../parts/controls';
import { Curve } from '../../parts/curve';
import type { Run } from '../../parts/run';
import { Exam, type Miss } from './exam';
import type { Examples } from './examples';
import { settings } from './keys';
import { plan, teach, type Model } from './network';
import { showMarks, showMisses } from './report';
import { titleOf } from './rows';

export class Lesson {
  readonly controls: Controls;
  readonly #chart = new Chart(byId('gestures-chart'), 'pass over the examples');
  readonly #draw = throttle(() => this.#show());
  readonly #onModel: (model: Model | undefined) => void;
  #examples: Examples;
  #model: Model | undefined;
  #curve = new Curve(1);
  #misses: Miss[] = [];
  #asked = 0;
  #papers = 0;
  #seconds = 0;

  /** Tells of every network that begins to learn, and when there is none. */
  constructor(examples: Examples, onModel: (model: Model | undefined) => void) {
    this.#examples = examples;
    this.#onModel = onModel;
    this.controls = new Controls({ name: 'gestures', start: (run) => this.#learn(run), describe: (phase) => this.#say(phase) });
    this.#show();
  }

  /** Begins again with others: what was learned is gone. */
  async clear(examples = this.#examples): Promise<void> {
    await this.controls.stop();
    this.#examples = examples;
    this.#forget();
    this.controls.describe();
  }

  /** The network's file. */
  save(): Promise<Uint8Array> | undefined {
    return this.#model?.save();
  }

  /** The visitor has asked, too. */
  note(miss: Miss): void {
    this.#asked += 1;
    if (miss.said !== miss.example.sign) this.#misses.push(miss);
    showMisses(this.#misses, this.#asked);
  }

  #forget(): void {
    this.#onModel(undefined);
    this.#model?.dispose();
    this.#model = undefined;
    this.#curve = new Curve(1);
    this.#misses = [];
    this.#asked = 0;
    showMisses([], 0);
    for (const place of ['network', 'drawn', 'whole'] as const) showMarks(place, undefined);
    this.#show();
  }

  async #learn(run: Run): Promise<void> {
    const { signs, hand: seed } = settings;
    expectSome(this.#examples, signs);
    this.#forget();
    const exam = new Exam(this.#examples, signs, seed);
    this.#papers = exam.size;
    const began = performance.now();
    await teach(this.#examples.upTo(signs), signs, seed, run, {
      onModel: (model) => {
        this.#model = model;
        this.#onModel(model);
      },
      onEpoch: (epoch) => this.#mark(exam, epoch, run),
    });
    this.#seconds = (performance.now() - began) / 1000;
    const drawn = await exam.markAsDrawn();
    const whole = await exam.markWhole();
    run.signal.throwIfAborted();
    showMarks('drawn', drawn);
    showMarks('whole', whole);
  }

  async #mark(exam: Exam, epoch: number, run: Run): Promise<void> {
    const { marks, misses } = await exam.mark(this.#model!);
    run.signal.throwIfAborted();
    this.#curve.push(epoch, marks.whole);
    this.#misses = misses;
    this.#asked = exam.size;
    showMarks('network', marks);
    showMisses(misses, exam.size);
    this.#chart.describe(`Share of ${exam.size} new drawings that it knows: ${percent(marks.whole)} after pass ${epoch} of ${plan.epochs}`);
    this.#draw();
  }

  #say(phase: Phase): string {
    const isOver = phase === 'finished' || phase === 'stopped';
    if (isOver && !this.#model) return 'Ready, as soon as every sign has examples.';
    const { x, y } = this.#curve;
    return {
      running: 'Learning.',
      paused: 'Paused.',
      finished: `Learned in ${this.#seconds.toFixed(1)} s: it knows ${percent(y.at(-1) ?? 0)} of ${this.#papers} new drawings. Ask it a riddle.`,
      stopped: `Stopped after pass ${x.at(-1) ?? 0}.`,
      failed: 'That did not work.',
    }[phase];
  }

  #show(): void {
    this.#chart.frame({ x: [0, plan.epochs], y: [0, 1.05], levels: [{ value: 1 / settings.signs, label: 'guessing' }] });
    this.#chart.draw(this.#curve);
    write(byId('gestures-plan'), inWords(settings.signs));
  }
}

function expectSome(examples: Examples, signs: number): void {
  const without = Array.from({ length: signs }, (_, sign) => sign).find((sign) => examples.of(sign).length === 0);
  if (without !== undefined) throw new Error(`${titleOf(without)} has no example yet. Draw some, or let the hand.`);
}

const inWords = (signs: number): string =>
  `LSTM(${plan.units}) → Dense(${signs}, softmax) after every step of the pen: dx, dy, and whether it is in the air. Each example ` +
  `${plan.copies} times, turned, sized and shaken; ${plan.epochs} passes of Adam.`;
