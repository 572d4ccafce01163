// How a text is read: what is held out, and windows and streams that fit its length.
import { count } from '../../basics/format';

export interface Plan {
  length: number;
  training: string;
  unseen: string;
  batch: number;
  window: number;
}

export const shortest = 100;
export const longest = 3_000_000;
export const mostCharacters = 8000; // different ones
const held = 8192; // characters of unseen text: enough for two digits of the loss, and quick

/** In words what is wrong with a text to learn from; '' if nothing is. */
export function objection(text: string): string {
  if (text.trim() === '') return 'There is no text yet. Paste one, drop a file here, or choose another text.';
  if (text.length < shortest) {
    return `${count(text.length)} characters are too few to learn from. Take at least ${shortest}; a few thousand are better.`;
  }
  if (/^(.)\1*$/su.test(text)) return 'This is one character over and over: there is nothing to learn.';
  if (text.length > longest) {
    return `${count(text.length)} characters are more than this page takes. Take at most ${count(longest)}.`;
  }
  return '';
}

/** Throws a RangeError for a text that can't be learned from. */
export function plan(text: string, wanted: { batch: number; window: number }): Plan {
  const words = objection(text);
  if (words) throw new RangeError(words);
  const cut = wholeCharacter(text, Math.floor(text.length * 0.9));
  const training = text.slice(0, cut);
  const unseen = text.slice(cut, wholeCharacter(text, cut + held));
  const enough = 2 * wanted.batch * wanted.window;
  return { length: text.length, training, unseen, ...fit([...training.slice(0, 2 * enough + 2)].length, wanted) };
}

/** The widest batch up to the wanted one whose streams hold two windows each; shorter windows if none does. */
function fit(length: number, wanted: { batch: number; window: number }): { batch: number; window: number } {
  for (let window = wanted.window; window > 8; window /= 2) {
    for (let batch = wanted.batch; batch >= 1; batch /= 2) {
      if (length > 2 * window * batch) return { batch, window };
    }
  }
  return { batch: 1, window: 8 };
}

/** The same place, but never between the two halves of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
