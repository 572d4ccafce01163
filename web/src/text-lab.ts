// The text lab: one training on a text, and everything on the page that follows it.
import { Chart, type Ring } from './chart';
import { Controls, type Phase } from './controls';
import { Curve } from './curve';
import { byId, complain, write } from './dom';
import { about, count, duration } from './format';
import type { Run } from './run';
import { Samples } from './samples';
import { settings } from './state';
import { gather } from './text-facts';
import { plan, type Plan } from './text-plan';
import { describe, setUpForm, showSource } from './text-settings';
import { mobyDick } from './text-source';
import { train, type Model, type Tokenizer } from './text-training';
import { throttle } from './throttle';
import { Writer } from './writer';
import { tokenizers } from 'lstm-wasm/worker';

const chart = new Chart(byId('text-chart'), 'step');
const samples = new Samples(byId('samples'));
const ownError = byId('own-error');

let curve = new Curve(30);
let rings: Ring[] = [];
let model: Model | undefined;
let step = 0;
let steps = settings.steps;
let speed = 0; // characters a second
let perStep = 0; // characters

const controls = new Controls({
  name: 'text',
  start: learn,
  describe: (phase) => sentence[phase](),
  place: (error) => (error instanceof RangeError && settings.source === 'own' ? ownError : undefined),
});

const writer = new Writer(async (writing) => {
  const wasRunning = controls.running;
  controls.pause();
  try {
    await writing();
  } finally {
    if (wasRunning) controls.resume();
  }
});

const sentence: Record<Phase, () => string> = {
  running: () => (step ? 'Learning.' : 'Getting ready …'),
  paused: () => `Paused at step ${count(step)}. Write with it below, or resume.`,
  finished: () => `Done: ${count(step)} steps. Now write with it.`,
  stopped: () => (step ? `Stopped at step ${count(step)}. It keeps what it learned.` : 'Stopped.'),
  failed: () => 'It could not go on.',
};

setUpForm();

export const textLab = {
  leave: () => controls.leave(),
  comeBack: () => controls.comeBack(),
  /** Something learns at once, unless the visitor asked for a quiet page. */
  greet(): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    if (!controls.started && step === 0) void controls.start();
  },
};

const draw = throttle(() => {
  chart.draw(curve, rings);
  byId<HTMLProgressElement>('text-progress').value = step / steps;
  write(byId('stat-step'), step ? `${count(step)} / ${count(steps)}` : '–');
  write(byId('stat-loss'), step ? curve.mean.toFixed(3) : '–');
  write(byId('stat-speed'), step ? about(speed) : '–');
  write(byId('stat-left'), step ? duration(((steps - step) * perStep) / speed) : '–');
});

async function learn(run: Run): Promise<void> {
  complain(ownError, '');
  const own = settings.source === 'own';
  const text = own ? byId<HTMLTextAreaElement>('own').value : await mobyDick();
  const reading = plan(text);
  const tokenizer = tokenizers.char(text);
  const prompt = own ? (/^\s*\S+\s?/.exec(text)?.[0] ?? '').slice(0, 20) : 'Call me ';
  clear(reading, tokenizer);
  void gather(text).then((facts) => {
    if (run.signal.aborted) return;
    samples.know(facts);
    frame(tokenizer, facts.frequencyLoss);
  });
  showSource(own ? 'your text' : 'Moby-Dick', describe(tokenizer.vocabulary.length, reading));
  await train(tokenizer, reading, settings, prompt, run, {
    onModel(made) {
      model = made;
      writer.use({ model, tokenizer });
    },
    onStep(report) {
      if (report.step === 1) write(byId('text-phase'), sentence.running());
      step = report.step;
      speed = speed ? 0.95 * speed + 0.05 * report.tokensPerSecond : report.tokensPerSecond;
      curve.push(step, report.loss);
      draw();
    },
    onSample(sample) {
      samples.add(sample);
      rings.push({ x: sample.step, y: sample.unseenLoss });
      const losses = `loss ${sample.unseenLoss.toFixed(2)} on unseen text`;
      chart.describe(`Loss curve: at step ${sample.step} of ${steps}, ${losses}, ${Math.log(tokenizer.vocabulary.length).toFixed(2)} would be blind guessing`);
      draw();
    },
  });
}

/** A new training begins with an empty page. */
function clear(reading: Plan, tokenizer: Tokenizer): void {
  writer.use(undefined);
  model?.dispose();
  model = undefined;
  curve = new Curve(30);
  rings = [];
  step = speed = 0;
  steps = settings.steps;
  perStep = reading.batchSize * reading.sequenceLength;
  samples.clear();
  frame(tokenizer);
  draw();
}

function frame(tokenizer: Tokenizer, frequencyLoss?: number): void {
  const blind = Math.log(tokenizer.vocabulary.length);
  const levels = [{ value: blind, label: `guessing blindly ${blind.toFixed(2)}` }];
  if (frequencyLoss) levels.push({ value: frequencyLoss, label: `knowing how common each character is ${frequencyLoss.toFixed(2)}` });
  chart.frame({ x: [0, steps], y: [0, blind * 1.12], levels });
}
