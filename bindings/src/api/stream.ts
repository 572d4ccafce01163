// A model that is asked step by step, as what it reads comes in.
import { expectNoMore, type Names } from '../values/expect.js';
import { flat, write } from '../values/flat.js';
import { came, type Input, isNumeric, numbers } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import { Owner } from '../wire/lifetime.js';
import type { RawStream } from '../wire/raw.js';
import { type Data, places } from './data.js';

/** Options of `stream()`. */
export interface StreamOptions {
  /** Sequences that are read side by side. At least 1. Default 1. */
  batchSize?: number;
}

/** @internal */
export const streamNames: Names<StreamOptions> = { batchSize: true };

/** What comes of a step, `[batchSize, K]` one row after the other; null where nothing comes of it. */
export type Step = Float32Array | null;

/** Of a model that predicts a tensor, or an array of them. */
export type StepOf<Predicted> = Predicted extends Tensor ? Step : Step[];

/**
 * Sequences that come step by step. Made by `model.stream()`. After every step it gives what `predict` of all steps so far
 * ends with; of a layer without `returnSequences` that is its answer as if the sequence ended here.
 */
export class Stream<Given = Data, Stepped = Step | Step[]> {
  readonly #owner: Owner<RawStream>;
  readonly #inputs: readonly string[];
  readonly #batch: number;
  #places: ReturnType<RawStream['place']>[] = [];
  readonly #kept: Float32Array[];

  /** @internal */
  constructor(handle: RawStream, inputs: readonly string[], outputs: number, batch: number) {
    this.#owner = new Owner(handle, 'stream');
    this.#inputs = inputs;
    this.#batch = batch;
    this.#kept = Array.from({ length: outputs }, (_, k) => new Float32Array(handle.place(inputs.length + k)));
  }

  /**
   * Takes a step: of one sequence its numbers, or its token in an array; of several `[batchSize, features]`, or all
   * their numbers in one typed array. Of several inputs an array of these, or an object by their names. Gives a
   * Float32Array of each output.
   * @throws TypeError or RangeError for a step that is none; it is not taken then.
   */
  async step(x: Given, ...more: undefined[]): Promise<Stepped> {
    expectNoMore(more, 'step');
    const came = this.stepSync(x) as Step | Step[];
    const copied = (one: Step) => (one ? one.slice() : null);
    return (Array.isArray(came) ? came.map(copied) : copied(came)) as Stepped;
  }

  /**
   * The same at once, and without garbage where typed arrays are given. What it gives is overwritten by the next
   * step; or it is `out`, of several outputs an array of these, that it has written to.
   */
  stepSync(x: Given, out?: Float32Array | readonly Float32Array[], ...more: undefined[]): Stepped {
    expectNoMore(more, 'stepSync');
    const { handle } = this.#owner;
    const into = out ? this.#expectOut([out].flat() as Float32Array[]) : this.#kept;
    this.#write(x);
    handle.step();
    if (into.length === 1) return this.#read(0, into[0]!) as Stepped;
    return into.map((one, k) => this.#read(k, one)) as Stepped;
  }

  /** Begins with other sequences. */
  reset(...more: undefined[]): void {
    expectNoMore(more, 'reset');
    this.#owner.handle.reset();
  }

  /** Frees the stream's WebAssembly memory. Calls after it throw. */
  dispose(): void {
    this.#owner.dispose();
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** WebAssembly memory that has grown is elsewhere, and its views are empty. */
  #place(n: number) {
    if (!this.#places[n]?.length) {
      const count = this.#inputs.length + this.#kept.length + 1;
      this.#places = Array.from({ length: count }, (_, k) => this.#owner.handle.place(k));
    }
    return this.#places[n]!;
  }

  #write(x: Given): void {
    const alone = this.#inputs.length === 1 && isNumeric(x);
    const all = alone ? [x] : Object.values(places('x', x as Data, this.#inputs));
    for (let k = 0; k < this.#inputs.length; ++k) this.#writeOne(all[k] as Input, k);
  }

  #writeOne(x: Input, k: number): void {
    const to = this.#place(k);
    const { rows, shape } = isNumeric(x) ? { rows: [numbers(x)], shape: [x.length] } : flat(x, 'x', false);
    const whole = shape.length === 1 ? [to.length] : [this.#batch, to.length / this.#batch];
    if (shape.length > 2 || whole.some((extent, axis) => extent !== shape[axis])) {
      throw new TypeError(`lstm: expected x of shape [${whole.join(', ')}] in a step, got [${shape.join(', ')}]`);
    }
    write(rows, to);
  }

  #expectOut(out: Float32Array[]): Float32Array[] {
    const fits = (kept: Float32Array, k: number) => out[k] instanceof Float32Array && out[k].length === kept.length;
    if (out.length === this.#kept.length && this.#kept.every(fits)) return out;
    const sizes = this.#kept.map(({ length }) => `a Float32Array of ${length}`).join(', ');
    throw new TypeError(`lstm: expected out in stepSync to be ${sizes}; got ${out.map(came).join(', ')}`);
  }

  #read(k: number, into: Float32Array): Step {
    const first = this.#inputs.length;
    if (this.#place(first + this.#kept.length)[k] === 0) return null;
    into.set(this.#place(first + k));
    return into;
  }
}
