// The network that learns the signs; knows nothing of the page.
import { layers, optimizers, schedules, sequential } from 'lstm-wasm/worker';
import { randomOf } from '../../basics/random';
import { turn } from '../../basics/turn';
import type { Run } from '../../parts/run';
import { inputOf, stepsOf, type Step } from './drawing';
import type { Example } from './examples';
import { vary, type Looseness } from './vary';

export type Model = Awaited<ReturnType<typeof sequential>>;

export const plan = { units: 24, copies: 15, epochs: 20, batchSize: 32, rate: 0.03 };

/** How much drawings of the same sign differ, so far as five examples can't tell. */
const loose: Looseness = { turn: 0.15, size: 1.5, stretch: 1.2, sway: 0.02, tremble: 0.004 };

interface Listener {
  onModel(model: Model): void;
  /** The first time before it has learned anything, as 0. */
  onEpoch(epoch: number): Promise<void>;
}

export async function teach(examples: readonly Example[], signs: number, seed: number, run: Run, listener: Listener): Promise<void> {
  const model = await build(signs, seed);
  listener.onModel(model);
  run.signal.throwIfAborted();
  await listener.onEpoch(0);
  const lessons = await lessonsOf(examples, seed);
  const steps = plan.epochs * Math.ceil(lessons.length / plan.batchSize);
  const learningRate = schedules.cosineDecay({ initialLearningRate: plan.rate, decaySteps: steps, alpha: 0.05 });
  await model.compile({ optimizer: optimizers.adam({ learningRate, clipNorm: 1 }), loss: 'sparseCategoricalCrossentropy' });
  await model.fit(lessons.map(({ steps }) => inputOf(steps)), lessons.map(({ sign, steps }) => steps.map(() => sign)), {
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    sampleWeight: lessons.map(({ steps }) => weights(steps.length)),
    callbacks: {
      onBatchEnd: () => run.gate(),
      onEpochEnd: (epoch: number) => listener.onEpoch(epoch + 1),
    },
    signal: run.signal,
  });
}

/** After every step it says which sign that will be. */
function build(signs: number, seed: number): Promise<Model> {
  return sequential({
    seed,
    layers: [
      layers.lstm({ units: plan.units, returnSequences: true, inputShape: [null, 3] }),
      layers.dense({ units: signs, activation: 'softmax' }),
    ],
  });
}

/** Each example as it is, and varied. */
async function lessonsOf(examples: readonly Example[], seed: number): Promise<{ sign: number; steps: Step[] }[]> {
  const random = randomOf(seed);
  const lessons: { sign: number; steps: Step[] }[] = [];
  for (const { sign, drawing } of examples) {
    await turn();
    for (let n = 0; n < plan.copies; n++) lessons.push({ sign, steps: stepsOf(n ? vary(drawing, loose, random) : drawing) });
  }
  return lessons;
}

/** Early steps tell little, and count little: as the square of how far it is. 1 on the mean. */
const weights = (steps: number): number[] => Array.from({ length: steps }, (_, t) => 3 * ((t + 1) / steps) ** 2);
