// The text lab: one training on a text, and everything on the page that follows it.
import { tokenizers } from 'lstm-wasm/worker';
import { Chart, type Level, type Ring } from '../frame/chart';
import { Controls, type Phase } from '../frame/controls';
import { Curve } from '../frame/curve';
import { byId, write } from '../frame/dom';
import { about, count, duration, plural } from '../frame/format';
import { onOwnText, ownText } from './own-text';
import type { Run } from '../frame/run';
import { Samples } from './samples';
import { settings, view as onShow } from '../frame/state';
import type { View } from '../frame/view';
import { gather } from './facts';
import { plan } from './plan';
import { describe, setUpForm, showSource } from './form';
import { mobyDick } from './source';
import { embeddingDim, train } from './training';
import { throttle } from '../frame/throttle';
import { workbench } from '../workbench';

const chart = new Chart(byId('text-chart'), 'step');
const samples = new Samples(byId('samples'));

let curve = new Curve(12);
let rings: Ring[] = [];
let levels: Level[] = [];
let step = 0;
let steps = settings.steps;
let charactersAStep = 0;
let speed = 0; // characters a second

const sentence: Record<Phase, () => string> = {
  running: () => (step ? 'Learning.' : 'Getting ready …'),
  paused: () => `Paused after ${plural(step, 'step')}.`,
  finished: () => `Done after ${plural(step, 'step')}. Now write with it.`,
  stopped: () => `Stopped after ${plural(step, 'step')}. It keeps what it learned.`,
  failed: () => 'That did not work.',
};

export const textTraining = new Controls({
  name: 'text',
  start: learn,
  describe: (phase) => sentence[phase](),
  place: onOwnText,
});

export const view: View = { trainings: [textTraining] };
workbench.training = textTraining;

setUpForm(() => void textTraining.start());

/** Something learns at once, unless the visitor asked for a quiet page. */
export function greet(): void {
  const seen = onShow !== 'sequences' && document.visibilityState === 'visible';
  const quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (seen && !quiet && settings.source === 'book' && !textTraining.started && step === 0) void textTraining.start();
}

const draw = throttle(() => {
  chart.frame({ x: [0, span()], y: [0, (levels[0]?.value ?? 4) * 1.15], levels });
  chart.draw(curve, rings);
  byId<HTMLProgressElement>('text-progress').value = step / steps;
  write(byId('stat-step'), step ? `${count(step)} / ${count(steps)}` : '–');
  write(byId('stat-loss'), step ? curve.mean.toFixed(3) : '–');
  write(byId('stat-speed'), step ? about(speed) : '–');
  write(byId('stat-left'), step ? duration(((steps - step) * charactersAStep) / speed) : '–');
  dispatchEvent(new Event('training'));
});

/** The chart's width in steps doubles now and then, so that the curve is never tiny nor crawling. */
function span(): number {
  let width = 100;
  while (width < step) width *= 2;
  return Math.min(width, steps);
}

draw();

async function learn(run: Run): Promise<void> {
  const own = settings.source === 'own';
  const text = own ? ownText() : await mobyDick();
  const reading = plan(text);
  const tokenizer = tokenizers.char(text);
  const blind = Math.log(tokenizer.vocabulary.length);
  clear();
  charactersAStep = reading.batchSize * reading.sequenceLength;
  levels = [{ value: blind, label: `guessing blindly ${blind.toFixed(2)}` }];
  draw();
  showSource(own ? 'your text' : 'Moby-Dick', describe(tokenizer.vocabulary.length, reading));
  void gather(text).then(({ words, frequencyLoss }) => {
    if (run.signal.aborted) return;
    samples.know(words);
    levels.push({ value: frequencyLoss, label: `knowing letter frequencies only ${frequencyLoss.toFixed(2)}` });
    draw();
  });
  const prompt = own ? (/^\s*\S+\s?/.exec(text)?.[0] ?? '').slice(0, 20) : 'Call me ';
  await train(tokenizer, reading, settings, prompt, run, {
    onModel(model) {
      const design = { embeddingDim, units: Array<number>(settings.layers).fill(settings.units) };
      workbench.put({ model, tokenizer, name: own ? 'your text' : 'Moby-Dick', text, unseen: reading.unseen, design });
    },
    onStep(report) {
      step = report.step;
      if (step === 1) write(byId('text-phase'), sentence.running());
      speed = report.tokensPerSecond;
      curve.push(step, report.loss);
      draw();
    },
    onSample(sample) {
      samples.add(sample);
      rings.push({ x: sample.step, y: sample.unseenLoss });
      chart.describe(
        `Loss curve: ${sample.unseenLoss.toFixed(2)} nats on unseen text at step ${sample.step} of ${steps}; blind guessing has ${blind.toFixed(2)}`,
      );
      draw();
    },
  });
}

/** A new training begins with an empty page. */
function clear(): void {
  workbench.put(undefined);
  curve = new Curve(12);
  rings = [];
  step = speed = 0;
  steps = settings.steps;
  samples.clear();
}
