// One of three networks that differ in their cell alone, at one length of sequences; knows nothing of the page.
import { layers, optimizers, sequential } from 'lstm-wasm/worker';
import { encode, encodeTargets } from '../../parts/tasks/encode';
import { order } from '../../parts/tasks/order';
import { widthOf, type Sequence } from '../../parts/tasks/task';
import { moved, placesOf, probesOf } from './sensitivity';

type Model = Awaited<ReturnType<typeof sequential>>;

export const cells = ['simpleRNN', 'gru', 'lstm'] as const;
export type Cell = (typeof cells)[number];

export const plan = { units: 16, batchSize: 32, batches: 1000, rate: 0.01, learned: 0.97 };

const memory = 20; // batches that the share of right answers looks back over
const places = 40;
const letters = [4, 5]; // X and Y, which a step is given a little of

const inputOf = (sequences: readonly Sequence[]) => encode(order, sequences.map(({ input }) => input), 'real');

export class Runner {
  readonly #model: Model;
  batches = 0;
  /** Of the last answers, all of them to sequences that it had never seen. */
  right = order.measure.level.value;

  private constructor(model: Model) {
    this.#model = model;
  }

  static async of(cell: Cell, seed: number): Promise<Runner> {
    const { units, rate } = plan;
    const model = await sequential({ seed, layers: [layers[cell]({ units, inputShape: [null, widthOf(order)] }), layers.dense(order.head)] });
    await model.compile({ optimizer: optimizers.adam({ learningRate: rate, clipNorm: 1 }), loss: order.loss, metrics: ['accuracy'] });
    return new Runner(model);
  }

  get isThere(): boolean {
    return this.right >= plan.learned;
  }

  get isDone(): boolean {
    return this.isThere || this.batches === plan.batches;
  }

  async learn(sequences: readonly Sequence[]): Promise<void> {
    const { accuracy } = await this.#model.trainOnBatch(inputOf(sequences), encodeTargets(order, sequences));
    this.batches += 1;
    this.right += (accuracy! - this.right) / memory;
  }

  /** What it says of each, as the number of an answer. */
  async answers(sequences: readonly Sequence[]): Promise<number[]> {
    const { data } = await this.#model.predict(inputOf(sequences));
    const { units } = order.head;
    return sequences.map((_, n) => {
      const shares = Array.from(data.subarray(n * units, (n + 1) * units));
      return shares.indexOf(Math.max(...shares));
    });
  }

  /** How much its answer moves for a little change so many steps back from the end, the mean over the sequences. */
  async hears(sequences: readonly Sequence[]): Promise<{ back: number; moved: number }[]> {
    const length = sequences[0]!.input.length;
    const changed = placesOf(length, places);
    const sums = changed.map(() => 0);
    for (const sequence of sequences) {
      const { data } = await this.#model.predict(probesOf(Float32Array.from(inputOf([sequence]).data), length, changed, letters));
      moved(data, order.head.units, changed.length, letters.length).forEach((one, n) => (sums[n]! += one));
    }
    return changed.map((place, n) => ({ back: length - 1 - place, moved: sums[n]! / sequences.length }));
  }

  save(): Promise<Uint8Array> {
    return this.#model.save();
  }

  dispose(): void {
    this.#model.dispose();
  }
}
