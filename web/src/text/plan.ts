// How a text is read: what is held out, and windows and streams that fit its length.
import { count } from '../frame/format';

export interface Plan {
  length: number;
  training: string;
  unseen: string;
  batchSize: number;
  sequenceLength: number;
}

const shortest = 100;
const longest = 3_000_000;
const held = 8192; // characters of unseen text: enough for two digits of the loss, and quick

/** Throws a RangeError in words for a text that can't be learned from. */
export function plan(text: string): Plan {
  if (text.trim() === '') throw new RangeError('There is no text yet. Paste one, or choose Moby-Dick.');
  if (text.length < shortest) {
    throw new RangeError(`${text.length} characters are too few to learn from. Paste at least ${shortest}; a few thousand are better.`);
  }
  if (/^(.)\1*$/su.test(text)) throw new RangeError('This is one character over and over: there is nothing to learn.');
  if (text.length > longest) {
    throw new RangeError(`${count(text.length)} characters are more than this page takes. Paste at most ${count(longest)}.`);
  }
  const cut = wholeCharacter(text, Math.floor(text.length * 0.9));
  const training = text.slice(0, cut);
  const unseen = text.slice(cut, wholeCharacter(text, cut + held));
  return { length: text.length, training, unseen, ...fit([...training.slice(0, 8192)].length) };
}

/** The widest batch whose streams still hold two windows each; shorter windows if none does. */
function fit(length: number): { batchSize: number; sequenceLength: number } {
  for (const sequenceLength of [64, 32, 16]) {
    for (const batchSize of [32, 16, 8, 4, 2, 1]) {
      if (length > 2 * sequenceLength * batchSize) return { batchSize, sequenceLength };
    }
  }
  return { batchSize: 1, sequenceLength: 8 };
}

/** The same place, but never between the two halves of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
