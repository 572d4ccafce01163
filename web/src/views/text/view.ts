// The text lab: one training on a text, and everything on the page that follows it.
import { tokenizers } from 'lstm-wasm/worker';
import { Controls, type Phase } from '../../parts/controls';
import { byId, complain } from '../../basics/dom';
import { count, plural } from '../../basics/format';
import { settled } from '../../basics/offline';
import type { Run } from '../../parts/run';
import { adopt, mentions } from '../../basics/state';
import type { View } from '../../parts/view';
import { workbench } from '../../parts/workbench';
import { Board } from './board';
import { designOf, unitsOf } from './design';
import { gather } from './facts';
import { setUpForm, showPlan } from './form';
import { keep, KeepClock, lastKept } from './keep';
import { keys, settings } from './keys';
import { onOwnText, ownText, setOwnText } from './own-text';
import { plan } from './plan';
import { begun, revived, type Kept, type Session } from './session';
import { addressOf, beginning, names, textOf } from './source';
import { keptModel, learningRate, newModel, train } from './training';

const board = new Board();
const keeps = new KeepClock();
let session: Session | undefined;
/** What the next start goes on with. */
let goOn: Kept | undefined;

const sentence: Record<Phase, (step: string) => string> = {
  running: () => (session?.step ? 'Learning.' : 'Getting ready …'),
  paused: (steps) => `Paused after ${steps}.`,
  finished: (steps) => `Done after ${steps}. Now write with it.`,
  stopped: (steps) => `Stopped after ${steps}. It keeps what it learned.`,
  failed: () => 'That did not work.',
};

export const textTraining = new Controls({
  name: 'text',
  start: learn,
  describe: (phase) => sentence[phase](plural(session?.step ?? 0, 'step')),
  place: onOwnText,
});

export const view: View = { trainings: [textTraining] };
workbench.training = textTraining;

setUpForm(() => {
  goOn = undefined;
  void textTraining.start();
});

/** What was kept is there again before anything else begins. */
const looked = settled.then(lastKept).then((kept) => {
  if (!kept) return;
  const choices = { ...kept.design, source: kept.source };
  const same = Object.entries(choices).every(([key, value]) => settings[key as keyof typeof choices] === value);
  if (!same && mentions(keys)) offer(kept, choices);
  else restore(kept, choices);
});

/** Something learns at once, if it may by then, unless the visitor asked for a quiet page. */
export async function greet(mayLearn: () => boolean): Promise<void> {
  await looked;
  const seen = mayLearn() && document.visibilityState === 'visible';
  const quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (seen && !quiet && settings.source !== 'own' && !textTraining.started && !session && !offered()) void textTraining.start();
}

function restore(kept: Kept, choices: object): void {
  adopt(keys, choices);
  if (kept.own) setOwnText(kept.own);
  goOn = kept;
  const quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;
  void textTraining.start({ held: kept.phase === 'paused' || (quiet && kept.phase === 'running') });
}

const offered = (): boolean => !byId('kept').hidden;

/** The address asks for another training: the visitor says which. */
function offer(kept: Kept, choices: object): void {
  byId('kept-what').textContent = `A network of your last visit is kept: ${names[kept.source]}, step ${count(kept.step)} of ${count(kept.design.steps)}.`;
  byId('kept').hidden = false;
  byId('kept-go-on').addEventListener('click', () => restore(kept, choices));
}

async function learn(run: Run): Promise<void> {
  const kept = goOn;
  goOn = undefined;
  byId('kept').hidden = true;
  complain(byId('text-kept'), '');
  const { source } = settings;
  const text = await textOf(source);
  const design = designOf(settings);
  const reading = plan(text, design);
  const tokenizer = tokenizers.char(text);
  const vocabulary = tokenizer.vocabulary.length;
  workbench.put(undefined);
  const now = (session = kept ? revived(kept) : begun(source, design));
  board.begin(now, vocabulary, reading);
  showPlan(source, design, vocabulary, reading);
  void gather(text).then(({ words, frequencyLoss }) => {
    if (session === now) board.know(words, frequencyLoss);
  });
  const model = await (kept ? keptModel(kept.model) : newModel(design, tokenizer));
  if (run.signal.aborted) return model.dispose();
  const prompt = beginning(source, text);
  const { dropout, seed, steps, rate, schedule } = design;
  workbench.put({
    model,
    tokenizer,
    name: names[source],
    text,
    unseen: reading.unseen,
    beginning: prompt,
    design: { cell: 'lstm', embeddingDim: design.embedding, units: unitsOf(design) },
    recipe: {
      address: addressOf(source),
      read: reading.training.length,
      ...{ dropout, seed, steps, rate, schedule },
      sequenceLength: reading.window,
      batchSize: reading.batch,
      changed: kept?.changed ?? false,
    },
  });
  textTraining.describe();
  const own = source === 'own' ? ownText() : '';
  const store = async (file: Uint8Array, phase: Kept['phase']) => {
    const { curve, ...rest } = now;
    complain(byId('text-kept'), await keep({ version: 1, ...rest, curve: curve.data, own, phase, model: file }));
  };
  try {
    await train(model, now, reading, prompt, run, keeps, {
      onStep({ step, loss, tokensPerSecond }) {
        now.step = step;
        if (step === 1) textTraining.describe();
        board.step(now, loss, tokensPerSecond);
      },
      onSample: (sample) => board.sample(now, sample),
      onKeep: (file) => store(file, now.step === now.design.steps ? 'finished' : textTraining.paused ? 'paused' : 'running'),
    });
  } catch (error) {
    if (run.signal.aborted) await store(await model.save({ optimizer: true }), 'paused');
    throw error;
  }
}

/** Rate and schedule count from the next step on. */
addEventListener('settings', () => {
  const { rate, schedule } = settings;
  if (!session || !textTraining.started || !workbench.bench) return;
  if (session.design.rate === rate && session.design.schedule === schedule) return;
  session.design = { ...session.design, rate, schedule };
  session.changed = true;
  Object.assign(workbench.bench.recipe!, { rate, schedule, changed: true });
  void workbench.bench.model.setLearningRate(learningRate(session.design));
});

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') keeps.hurry();
});
