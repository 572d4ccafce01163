// Trains a language model on a text and reports how it goes; knows nothing of the page.
import { languageModel } from 'lstm-wasm/worker';
import type { Run } from '../frame/run';
import type { Model, Tokenizer } from '../workbench';
import type { Plan } from './plan';

export interface Settings {
  units: number;
  layers: number;
  steps: number;
  rate: number;
}

export interface Sample {
  step: number;
  unseenLoss: number;
  prompt: string;
  text: string;
}

interface Listener {
  onModel(model: Model): void;
  onStep(report: { step: number; loss: number; tokensPerSecond: number }): void;
  onSample(sample: Sample): void;
}

export const embeddingDim = 64;
const sampleLength = 180;

export async function train(
  tokenizer: Tokenizer,
  { training, unseen, batchSize, sequenceLength }: Plan,
  { units, layers, steps, rate }: Settings,
  prompt: string,
  run: Run,
  listener: Listener,
): Promise<void> {
  const model = await languageModel({ tokenizer, embeddingDim, units: Array<number>(layers).fill(units), seed: 1 });
  listener.onModel(model);
  const sample = async (step: number) => {
    const { loss } = await model.evaluate(unseen);
    let text = '';
    for await (const piece of model.generate({ prompt, length: sampleLength, temperature: 0.8, seed: step + 1 })) text += piece;
    listener.onSample({ step, unseenLoss: loss, prompt, text });
  };
  await sample(0);
  const clock = new SampleClock();
  const onStep = async (report: { step: number; loss: number; tokensPerSecond: number }) => {
    listener.onStep(report);
    if (report.step === steps || clock.due()) {
      await sample(report.step);
      clock.restart();
    }
    await run.gate();
  };
  await model.fit(training, {
    sequenceLength,
    batchSize,
    steps,
    learningRate: rate,
    clipNorm: 1,
    callbacks: { onStep },
    signal: run.signal,
  });
}

/** Samples come thick at first, when all is new, and every few seconds later. */
class SampleClock {
  #gap = 600; // ms
  #last = performance.now();

  due(): boolean {
    return performance.now() - this.#last > this.#gap;
  }

  restart(): void {
    this.#last = performance.now();
    this.#gap = Math.min(this.#gap * 1.5, 6000);
  }
}
