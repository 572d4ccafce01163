// Parity of the bits so far: its data, its model, its training.
import { layers, optimizers, sequential } from 'lstm-wasm/worker';
import type { Run } from '../frame/run';

export type Model = Awaited<ReturnType<typeof sequential>>;

export interface Design {
  length: number;
  input: 'embedding' | 'real';
  dim: number;
}

interface Listener {
  onModel(model: Model): Promise<void>;
  onBatch(loss: number): void;
  onEpoch(epoch: number, unseen: { loss: number; accuracy: number }): Promise<void>;
  /** Now and then, between two batches. */
  onBreath(): Promise<void>;
}

export const epochs = 6;
export const batches = 125; // an epoch
const batchSize = 32;
const unseenSequences = 1000;
const breath = 300; // ms

/** After every bit: 1 where the ones so far are odd in number. */
export function parity(bits: ArrayLike<number>): number[] {
  let odd = 0;
  return Array.from(bits, (bit) => (odd ^= bit));
}

/** Bits as the model's first layer wants them. */
export function encode(bits: number[], rows: number, { input }: Pick<Design, 'input'>) {
  const length = bits.length / rows;
  return input === 'embedding'
    ? { data: Int32Array.from(bits), shape: [rows, length] }
    : { data: Float32Array.from(bits), shape: [rows, length, 1] };
}

function draw(rows: number, design: Design) {
  const sequences = Array.from({ length: rows }, () => Array.from({ length: design.length }, () => +(Math.random() < 0.5)));
  const x = encode(sequences.flat(), rows, design);
  const y = { data: Float32Array.from(sequences.flatMap(parity)), shape: [rows, design.length, 1] };
  return { x, y };
}

export async function train(design: Design, seed: number, run: Run, listener: Listener): Promise<void> {
  const first =
    design.input === 'embedding'
      ? [layers.embedding({ inputDim: 2, outputDim: design.dim }), layers.lstm({ units: 16, returnSequences: true })]
      : [layers.lstm({ units: 16, returnSequences: true, inputShape: [null, 1] })];
  const model = await sequential({ seed, layers: [...first, layers.dense({ units: 1, activation: 'sigmoid' })] });
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.01 }), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  await listener.onModel(model);
  const seen = draw(batches * batchSize, design);
  const unseen = draw(unseenSequences, design);
  let last = performance.now();
  await model.fit(seen.x, seen.y, {
    epochs,
    batchSize,
    validationData: [unseen.x, unseen.y],
    callbacks: {
      async onBatchEnd(_batch: number, logs: { loss?: number }) {
        listener.onBatch(logs.loss!);
        if (performance.now() - last > breath) {
          await listener.onBreath();
          last = performance.now();
        }
        await run.gate();
      },
      async onEpochEnd(epoch: number, logs: { val_loss?: number; val_accuracy?: number }) {
        await listener.onEpoch(epoch + 1, { loss: logs.val_loss!, accuracy: logs.val_accuracy! });
      },
    },
    signal: run.signal,
  });
}
