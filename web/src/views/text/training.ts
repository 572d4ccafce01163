// Trains the model of a session on a text and reports how it goes; knows nothing of the page.
import { languageModel, loadLanguageModel, schedules } from 'lstm-wasm/worker';
import type { Run } from '../../parts/run';
import type { Model, Tokenizer } from '../../parts/workbench';
import { unitsOf, type Design } from './design';
import type { KeepClock } from './keep';
import type { Plan } from './plan';
import type { Sample, Session } from './session';

interface Listener {
  onStep(report: { step: number; loss: number; tokensPerSecond: number }): void;
  onSample(sample: Sample): void;
  /** A file that the training can go on from. */
  onKeep(file: Uint8Array): Promise<void>;
}

const sampleLength = 180;
const longPause = 300; // ms: of one who may close the tab

export function newModel(design: Design, tokenizer: Tokenizer): Promise<Model> {
  const { embedding, dropout, seed } = design;
  return languageModel({ tokenizer, embeddingDim: embedding, units: unitsOf(design), dropout, seed });
}

export const keptModel = (file: Uint8Array): Promise<Model> => loadLanguageModel(file);

/** As the design has it; the cosine ends at a twentieth. */
export const learningRate = ({ rate, schedule, steps }: Design) =>
  schedule === 'constant' ? rate : schedules.cosineDecay({ initialLearningRate: rate, decaySteps: steps, alpha: 0.05 });

/** Goes on from the session's step to the design's last. */
export async function train(model: Model, session: Session, reading: Plan, prompt: string, run: Run, keeps: KeepClock, listener: Listener): Promise<void> {
  const { design } = session;
  const sample = async (step: number) => {
    const { loss } = await model.evaluate(reading.unseen);
    let text = '';
    for await (const piece of model.generate({ prompt, length: sampleLength, temperature: 0.8, seed: step + 1 })) text += piece;
    listener.onSample({ step, unseenLoss: loss, prompt, text });
  };
  if (session.step === 0) await sample(0);
  if (session.step === design.steps) return;
  await run.gate();
  const samples = new SampleClock();
  const keep = async () => {
    const begun = performance.now();
    await listener.onKeep(await model.save({ optimizer: true }));
    keeps.restart(performance.now() - begun);
  };
  const onStep = async (report: { step: number; loss: number; tokensPerSecond: number }) => {
    listener.onStep(report);
    const last = report.step === design.steps;
    if (last || samples.due()) {
      await sample(report.step);
      samples.restart();
    }
    if (last || keeps.due()) await keep();
    if (!run.paused) return;
    await Promise.race([run.gate(), new Promise((resolve) => setTimeout(resolve, longPause))]);
    if (run.paused) await keep();
    await run.gate();
  };
  await model.fit(reading.training, {
    sequenceLength: reading.window,
    batchSize: reading.batch,
    steps: design.steps,
    ...(session.step ? { initialStep: session.step } : {}),
    learningRate: learningRate(design),
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
