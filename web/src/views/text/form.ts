// The form of the text lab, and what its choices will cost.
import { tokenizers } from 'lstm-wasm/worker';
import { byId, write } from '../../basics/dom';
import { radios, select, typed } from '../../parts/fields';
import { about, count, duration, plural } from '../../basics/format';
import { adopt } from '../../basics/state';
import { flopsACharacter, memory, parameters, type Design } from './design';
import { keys, presets, settings } from './keys';
import { machine } from './machine';
import { throttle } from '../../basics/throttle';
import { ownText, setUpOwnText } from './own-text';
import { objection, plan, type Plan } from './plan';
import { names, textOf, type Source } from './source';
import { nameOf } from './session';

export function setUpForm(start: () => void): void {
  radios(keys, 'source');
  for (const key of ['embedding', 'units', 'layers', 'dropout', 'window', 'batch', 'steps', 'rate', 'schedule'] as const) select(keys, key);
  typed(keys, 'seed');
  const showField = () => (byId('own-field').hidden = settings.source !== 'own');
  addEventListener('settings', showField);
  showField();
  const begin = () => {
    byId('text-run').scrollIntoView({ block: 'center' });
    start();
  };
  byId('settings').addEventListener('submit', (event) => {
    event.preventDefault();
    begin();
  });
  for (const [name, preset] of Object.entries(presets)) {
    byId(`preset-${name}`).addEventListener('click', () => {
      adopt(keys, preset);
      begin();
    });
  }
  const show = throttle(() => void showCost(), 1000);
  setUpOwnText(show);
  for (const event of ['settings', 'training']) addEventListener(event, show); // a training measures the machine
  show();
}

/** Of the text that was looked at last. */
let different = { text: '', vocabulary: 0 };

let asked = 0;

/** What a start with the choices as they are would amount to. */
async function showCost(): Promise<void> {
  const own = settings.source === 'own';
  const ask = ++asked;
  if (own && objection(ownText())) return write(byId('cost'), 'Its cost can be told once there is a text.');
  const text = await textOf(settings.source).catch(() => undefined);
  if (ask !== asked || text === undefined) return;
  if (different.text !== text) different = { text, vocabulary: tokenizers.char(text).vocabulary.length };
  const { vocabulary } = different;
  write(byId('cost'), cost(settings, vocabulary, plan(text, settings)));
}

function cost(design: Design, vocabulary: number, { batch, window }: Plan): string {
  const work = flopsACharacter(design, vocabulary) * batch * window * design.steps;
  const { seconds, known } = machine.seconds(work);
  return (
    `${count(parameters(design, vocabulary))} parameters, about ${about(memory(design, vocabulary) / 1e6)} MB of memory, ` +
    `about ${duration(seconds)} ${known ? 'at the speed measured here' : '(a guess until something was learned here)'}.`
  );
}

/** What is learning now, as one line. */
export function showPlan(source: Source, design: Design, vocabulary: number, reading: Plan): void {
  const { length, batch, window } = reading;
  const less = batch < design.batch || window < design.window ? ' (as much as so short a text allows)' : '';
  write(byId('source-name'), names[source]);
  write(
    byId('plan'),
    `${nameOf(design)} on ${names[source]}, ${count(length)} characters, ${count(vocabulary)} different. ` +
      `Embedding ${design.embedding}, ${plural(parameters(design, vocabulary), 'parameter')}. ` +
      `Each step reads ${batch === 1 ? 'one place' : `${batch} places`} of the text at once, ${window} characters at each${less}.`,
  );
}
