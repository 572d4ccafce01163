// The small network of the five sequences: its training, its weights, and what its cell does.
import { layers, optimizers, sequential } from 'lstm-wasm/worker';
import { cellOf, matrixOf, run, zeroCell, type Cell, type Step } from './cell';
import { inputs, targets } from './five-data';
import type { Model } from './training';

/** A sequence through the cell by the equations, and how far off the library's numbers are. */
export interface Seen {
  cell: Cell;
  /** Of the answer; with all weights zero there is none. */
  output?: { weight: number[]; bias: number };
  steps: Step[];
  difference: number;
}

const zeroInputs = [[1, 0], [0, 1]];

interface FitCallbacks {
  onEpochEnd(epoch: number, logs: { loss?: number; accuracy?: number }): Promise<void>;
}

export class FiveNetwork {
  #model: Promise<Model> | undefined;
  #zero: Promise<Model> | undefined;
  #seed = 0;

  /** Every start is another network. */
  async anew(): Promise<void> {
    const old = this.#model;
    this.#model = build(++this.#seed);
    (await old)?.dispose();
    await this.#model;
  }

  async predict(): Promise<ArrayLike<number>> {
    return (await (await this.#current).predict(inputs)).data;
  }

  async fit(epochs: number, callbacks: FitCallbacks, signal: AbortSignal): Promise<void> {
    await (await this.#current).fit(inputs, targets, { epochs, batchSize: inputs.length, callbacks, signal });
  }

  /** With the weights it has, or with all of them zero; undefined if another start took the network. */
  async look(weights: 'learned' | 'zero', row: number): Promise<Seen | undefined> {
    if (weights === 'zero') return lookAtZero(await (this.#zero ??= buildZero()));
    const current = this.#current;
    try {
      return await lookAt(await current, inputs[row]!);
    } catch (problem) {
      if (current !== this.#model) return undefined;
      throw problem;
    }
  }

  get #current(): Promise<Model> {
    return (this.#model ??= build(++this.#seed));
  }
}

async function build(seed: number): Promise<Model> {
  const model = await sequential({
    seed,
    layers: [
      layers.embedding({ inputDim: 2, outputDim: 2 }),
      layers.lstm({ units: 2 }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  await model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  return model;
}

async function buildZero(): Promise<Model> {
  const model = await sequential({ layers: [layers.lstm({ units: 2, inputShape: [null, 2] })] });
  const dict = await model.stateDict();
  for (const { data } of Object.values(dict)) data.fill(0);
  await model.loadStateDict(dict);
  return model;
}

async function lookAt(model: Model, input: number[]): Promise<Seen> {
  const dict = await model.stateDict();
  const cell = cellOf(dict);
  const table = matrixOf(dict['embedding.weight']!);
  const steps = run(cell, input.map((token) => table[token]!));
  const output = { weight: matrixOf(dict['dense.weight']!)[0]!, bias: dict['dense.bias']!.data[0]! };
  return { cell, output, steps, difference: await differenceOf(model, [input], steps) };
}

async function lookAtZero(model: Model): Promise<Seen> {
  const cell = zeroCell(2, 2);
  const steps = run(cell, zeroInputs);
  return { cell, steps, difference: await differenceOf(model, [zeroInputs], steps) };
}

/** The largest between the steps and what `inspect` says of the same sequence. */
async function differenceOf(model: Model, x: number[][] | number[][][], steps: Step[]): Promise<number> {
  const { layers: [lstm] } = await model.inspect(x);
  let largest = 0;
  for (const name of ['i', 'f', 'g', 'o', 'c', 'h'] as const) {
    const { data } = lstm![name];
    steps.flatMap((step) => step[name]).forEach((value, n) => (largest = Math.max(largest, Math.abs(value - data[n]!))));
  }
  return largest;
}
