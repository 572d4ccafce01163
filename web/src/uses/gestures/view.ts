// The lab of gestures: examples from the pad, a network that learns them, and riddles for it.
import { byId, write } from '../../basics/dom';
import { plural } from '../../basics/format';
import { randomOf, below } from '../../basics/random';
import { set } from '../../basics/state';
import { slider, typed } from '../../parts/fields';
import { setUpTakeAway } from '../../parts/take-away';
import type { View } from '../../parts/view';
import { Conversation } from './conversation';
import { Examples } from './examples';
import { keys, settings } from './keys';
import { Lesson } from './lesson';
import { recipe } from './recipe';
import { fillRows, layRows, titleOf } from './rows';

const enough = 5; // examples of a sign

let { signs, hand: seed } = settings;
let examples = anew();
let riddles = randomOf(seed + 1);

const away = setUpTakeAway('gestures', { file: 'gestures', code: recipe, bytes: () => lesson.save() });
const conversation = new Conversation({
  asked: () => ({ sign: settings.pad ? settings.pad - 1 : undefined, isRiddle: settings.pad === 0, by: 'visitor' }),
  onExample(example) {
    examples.add(example);
    say(`${titleOf(example.sign)} has ${plural(examples.of(example.sign).length, 'example')}.`);
  },
  onAnswered: (miss) => lesson.note(miss),
});
const lesson = new Lesson(examples, (model) => {
  conversation.use(model);
  away.show(model !== undefined);
  if (model) set(keys, 'pad', '0');
});

export const view: View = { trainings: [lesson.controls] };

slider(keys, 'signs');
typed(keys, 'hand');
layRows({ onHand: (sign) => void play(sign), onForget: (sign) => examples.forget(sign) });
byId('five-each').addEventListener('click', fiveOfEach);
byId('gestures-form').addEventListener('submit', (event) => event.preventDefault());
addEventListener('settings', choose);
conversation.lay(signs);
fillRows(examples);

function anew(): Examples {
  return new Examples(settings.hand, () => fillRows(examples));
}

/** So many signs, or another hand: then also other examples. */
function choose(): void {
  if (settings.pad > settings.signs) set(keys, 'pad', '1');
  if (signs === settings.signs && seed === settings.hand) return;
  if (seed !== settings.hand) {
    examples = anew();
    riddles = randomOf(settings.hand + 1);
  }
  ({ signs, hand: seed } = settings);
  conversation.lay(signs);
  fillRows(examples);
  void lesson.clear(examples);
}

/** The hand draws a sign on the pad; -1 is any of them, as a riddle. */
async function play(sign: number): Promise<void> {
  const isRiddle = sign < 0;
  const drawn = isRiddle ? below(riddles, 0, signs) : sign;
  set(keys, 'pad', String(sign + 1));
  say(isRiddle ? 'The hand draws.' : `The hand draws ${examples.nameOf(sign)}.`);
  rest(true);
  await conversation.play(isRiddle ? examples.byHand(drawn, riddles) : examples.byHand(drawn), isRiddle);
  rest(false);
}

/** The hand does one thing at a time. */
function rest(isBusy: boolean): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('#view-gestures .hand')) button.disabled = isBusy;
}

/** By the hand, until each sign has enough. */
function fiveOfEach(): void {
  for (let sign = 0; sign < signs; sign++) {
    const lacking = Math.max(0, enough - examples.of(sign).length);
    examples.add(...Array.from({ length: lacking }, () => examples.byHand(sign)));
  }
  say(`Every sign has at least ${enough} examples.`);
}

function say(words: string): void {
  write(byId('gestures-said'), words);
}
