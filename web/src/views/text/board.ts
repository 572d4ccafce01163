// What the text lab shows of its session: the chart, the figures, the samples.
import { Chart, type Level } from '../../parts/chart';
import { byId, write } from '../../basics/dom';
import { about, count, duration } from '../../basics/format';
import { throttle } from '../../basics/throttle';
import { flopsACharacter } from './design';
import { machine } from './machine';
import type { Plan } from './plan';
import { Samples } from './samples';
import type { Sample, Session } from './session';

const bits = (nats: number): number => nats / Math.LN2;

export class Board {
  readonly #chart = new Chart(byId('text-chart'), 'step');
  readonly #samples = new Samples(byId('samples'));
  #session: Session | undefined;
  #levels: Level[] = [];
  #work = { perStep: 0, perCharacter: 0 };
  #speed = 0; // characters a second

  readonly draw = throttle(() => this.#draw());

  constructor() {
    this.draw();
  }

  /** Empty, then what the session has so far. */
  begin(session: Session, vocabulary: number, { batch, window }: Plan): void {
    this.#session = session;
    this.#speed = 0;
    this.#work = { perStep: batch * window, perCharacter: flopsACharacter(session.design, vocabulary) };
    const blind = Math.log2(vocabulary);
    this.#levels = [{ value: blind, label: `guessing blindly ${blind.toFixed(2)}` }];
    this.#samples.clear();
    for (const sample of session.samples) this.#samples.add(sample);
    this.#describe();
    this.draw();
  }

  /** Facts of the text, which come a little later. */
  know(words: Set<string>, frequencyLoss: number): void {
    const value = bits(frequencyLoss);
    this.#samples.know(words);
    this.#levels.push({ value, label: `knowing letter frequencies only ${value.toFixed(2)}` });
    this.draw();
  }

  step(session: Session, loss: number, tokensPerSecond: number): void {
    this.#speed = tokensPerSecond;
    machine.measured(tokensPerSecond * this.#work.perCharacter);
    session.curve.push(session.step, bits(loss));
    this.draw();
  }

  sample(session: Session, sample: Sample): void {
    session.samples.push(sample);
    this.#samples.add(sample);
    this.#describe();
    this.draw();
  }

  #describe(): void {
    const { samples = [], design } = this.#session ?? {};
    const last = samples.at(-1);
    this.#chart.describe(
      last && design
        ? `Loss curve: ${bits(last.unseenLoss).toFixed(2)} bits a character on unseen text at step ${count(last.step)} of ${count(design.steps)}; ${this.#levels[0]!.label}`
        : 'Loss curve, empty until the training starts',
    );
  }

  #draw(): void {
    const { step = 0, design, curve, samples = [] } = this.#session ?? {};
    const steps = design?.steps ?? 100;
    const rings = samples.map((sample) => ({ x: sample.step, y: bits(sample.unseenLoss) }));
    this.#chart.frame({ x: [0, span(step, steps)], y: [0, (this.#levels[0]?.value ?? 6.4) * 1.1], levels: this.#levels });
    this.#chart.draw(curve, rings);
    byId<HTMLProgressElement>('text-progress').value = step / steps;
    const left = ((steps - step) * this.#work.perStep) / this.#speed;
    const unseen = samples.at(-1);
    const moves = step > 0 && this.#speed > 0;
    write(byId('stat-step'), step ? `${count(step)} / ${count(steps)}` : '–');
    write(byId('stat-loss'), step && curve ? curve.mean.toFixed(2) : '–');
    write(byId('stat-unseen'), unseen ? bits(unseen.unseenLoss).toFixed(2) : '–');
    write(byId('stat-speed'), moves ? about(this.#speed) : '–');
    write(byId('stat-flops'), moves ? about((this.#speed * this.#work.perCharacter) / 1e9) : '–');
    write(byId('stat-left'), step === steps ? '0 s' : moves ? duration(left) : '–');
    dispatchEvent(new Event('training'));
  }
}

/** The chart's width in steps doubles now and then, so that the curve is never tiny nor crawling. */
function span(step: number, steps: number): number {
  let width = 100;
  while (width < step) width *= 2;
  return Math.min(width, steps);
}
