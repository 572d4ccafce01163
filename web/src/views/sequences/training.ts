// Builds a network for a task and trains it; knows nothing of the page.
import { layers, optimizers, sequential } from 'lstm-wasm/worker';
import type { Run } from '../../parts/run';
import { turn } from '../../basics/turn';
import { drawMany } from './draw';
import { encode, encodeTargets, type Input } from '../../parts/tasks/encode';
import { randomOf } from '../../basics/random';
import { widthOf, type Task } from '../../parts/tasks/task';

export type Model = Awaited<ReturnType<typeof sequential>>;

export interface Design {
  length: number;
  units: number;
  seed: number;
  input: Input;
  /** Numbers an embedding has. */
  dim: number;
}

interface Listener {
  onModel(model: Model): Promise<void>;
  onBatch(loss: number): void;
  onEpoch(epoch: number, unseenLoss: number): Promise<void>;
  /** Now and then, between two batches. */
  onBreath(): Promise<void>;
}

export const batches = 125; // an epoch
export const batchSize = 32;
const unseenSequences = 500;
const breath = 300; // ms

export async function train(task: Task, design: Design, run: Run, listener: Listener): Promise<void> {
  const model = await build(task, design);
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.01, clipNorm: 1 }), loss: task.loss });
  await listener.onModel(model);
  const random = randomOf(design.seed);
  const data = async (rows: number) => {
    const sequences = await drawMany(task, rows, design.length, random);
    await turn();
    return [encode(task, sequences.map(({ input }) => input), design.input), encodeTargets(task, sequences)] as const;
  };
  const [x, y] = await data(batches * batchSize);
  const [unseenX, unseenY] = await data(unseenSequences);
  let last = performance.now();
  await model.fit(x, y, {
    epochs: task.epochs,
    batchSize,
    validationData: [unseenX, unseenY],
    callbacks: {
      async onBatchEnd(_batch: number, logs: { loss?: number }) {
        listener.onBatch(logs.loss!);
        if (performance.now() - last > breath) {
          await listener.onBreath();
          last = performance.now();
        }
        await run.gate();
      },
      async onEpochEnd(epoch: number, logs: { val_loss?: number }) {
        await listener.onEpoch(epoch + 1, logs.val_loss!);
      },
    },
    signal: run.signal,
  });
}

function build(task: Task, { units, seed, input, dim }: Design): Promise<Model> {
  const returnSequences = task.everyStep;
  const { symbols } = task;
  const first = symbols && input === 'embedding'
    ? [layers.embedding({ inputDim: symbols.length, outputDim: dim }), layers.lstm({ units, returnSequences })]
    : [layers.lstm({ units, returnSequences, inputShape: [null, widthOf(task)] })];
  return sequential({ seed, layers: [...first, layers.dense(task.head)] });
}

/** The network in one line. */
export function inWords(task: Task, { units, input, dim }: Design): string {
  const first = task.symbols && input === 'embedding' ? `Embedding(${task.symbols.length}, ${dim}) → ` : '';
  const { units: outputs, activation } = task.head;
  const when = task.everyStep ? 'after every step' : 'after the last step';
  return `${first}LSTM(${units}) → Dense(${outputs}, ${activation}) ${when}. Adam 0.01, batches of ${batchSize}, ${task.epochs} epochs.`;
}
