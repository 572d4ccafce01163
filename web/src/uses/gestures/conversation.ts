// What is drawn on the pad: an example, or a riddle that the network answers while it grows.
import { byId, make, write } from '../../basics/dom';
import { percent } from '../../basics/format';
import { layAnswers, showAnswers } from './answers';
import { stepsOf, type Drawing, type Step } from './drawing';
import { likeliest, type Miss } from './exam';
import type { Example } from './examples';
import type { Model } from './network';
import { Pad } from './pad';
import { Reader } from './reader';
import { titleOf } from './rows';

const least = 4; // steps of a drawing that can be told from others

/** What somebody draws; of a riddle by the visitor nobody knows the sign yet. */
interface Asked {
  sign: number | undefined;
  isRiddle: boolean;
  by: Example['by'];
}

interface Listener {
  /** What the visitor draws next. */
  asked(): Asked;
  onExample(example: Example): void;
  /** A riddle whose sign is known by now. */
  onAnswered(miss: Miss): void;
}

export class Conversation {
  readonly #listener: Listener;
  readonly #pad = new Pad(byId('pad'), { onBegin: () => this.#begin(), onDraw: (drawing) => void this.#draw(drawing), onDone: (drawing) => void this.#done(drawing) });
  #reader: Reader | undefined;
  #asked: Asked | undefined;
  #drawing: Drawing = [];
  #steps: Step[] = [];

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  /** From now on this network answers. */
  use(model: Model | undefined): void {
    this.#reader?.dispose();
    this.#reader = model && new Reader(model, () => this.#show());
    showAnswers(undefined);
  }

  lay(signs: number): void {
    layAnswers(signs);
    byId('corrections').replaceChildren(...Array.from({ length: signs }, (_, sign) => {
      const button = make('button', { type: 'button', className: 'quiet' }, titleOf(sign));
      button.addEventListener('click', () => this.#correct(sign));
      return button;
    }));
  }

  /** The hand draws an example, or a riddle whose sign it keeps to itself. */
  async play({ sign, drawing }: Example, isRiddle: boolean): Promise<void> {
    this.#asked = { sign, isRiddle, by: 'hand' };
    await this.#pad.play(drawing);
  }

  #begin(): void {
    this.#asked ??= this.#listener.asked();
    byId('correct').hidden = true;
    this.#reader?.begin();
    showAnswers(undefined);
  }

  async #draw(drawing: Drawing): Promise<void> {
    this.#drawing = drawing;
    this.#steps = stepsOf(drawing);
    this.#show();
    await this.#reader?.read(this.#steps);
  }

  #show(): void {
    const answers = this.#reader?.answers ?? [];
    const said = answers.length ? likeliest(answers.at(-1)!) : 0;
    this.#pad.show(this.#drawing, this.#steps, answers.map((shares) => shares[said]!));
    if (answers.length) showAnswers(answers.at(-1));
  }

  async #done(drawing: Drawing): Promise<void> {
    const { sign, isRiddle, by } = this.#asked!;
    this.#asked = undefined;
    if (this.#steps.length < least) {
      this.#say('That was too short to tell. Draw it larger.');
    } else if (isRiddle) {
      await this.#reader?.read(this.#steps);
      this.#answer(sign, drawing, by);
    } else {
      this.#listener.onExample({ sign: sign!, drawing, by });
    }
  }

  #answer(sign: number | undefined, drawing: Drawing, by: Example['by']): void {
    const shares = this.#reader?.answers.at(-1);
    if (!shares) {
      this.#say('There is no network yet that could say which one it is. Let it learn first.');
      return;
    }
    const said = likeliest(shares);
    byId('correct').hidden = sign !== undefined;
    const verdict = sign === undefined ? '' : said === sign ? ' Right.' : ` It was ${titleOf(sign).toLowerCase()}.`;
    this.#say(`It says ${titleOf(said).toLowerCase()}, by ${percent(shares[said]!)}.${verdict}`);
    if (sign !== undefined) this.#listener.onAnswered({ example: { sign, drawing, by }, said });
  }

  /** The visitor says which one it was: an example more. */
  #correct(sign: number): void {
    const example: Example = { sign, drawing: this.#drawing, by: 'visitor' };
    byId('correct').hidden = true;
    const said = this.#reader?.answers.at(-1);
    if (said) this.#listener.onAnswered({ example, said: likeliest(said) });
    this.#listener.onExample(example);
  }

  #say(words: string): void {
    write(byId('gestures-said'), words);
  }
}
