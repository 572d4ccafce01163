// Makers of tokenizers. They work without WebAssembly, so that they can be used before init() and in a
// page whose models live in a worker.

import { expectBoolean, expectNoMore, expectOptions, kind, type Names, shown } from '../values/expect.js';
import { CharTokenizer, codePoints } from './char-tokenizer.js';
import { givenTokenizer } from './given-tokenizer.js';
import { byFrequency } from './pieces.js';
import { expectText, normalized, type Tokenizer, unknown } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

/** Options of {@link tokenizers}`.char`. */
export interface CharOptions {
  /** Token 0 is `<unknown>` and stands for every character that the text does not have. Default false. */
  unknown?: boolean;
}

/** Options of {@link tokenizers}`.word`. */
export interface WordOptions {
  /** Largest size of the vocabulary, token 0 included. At least 2. Default 10000. */
  maxTokens?: number;
}

/** @internal */
export const charNames: Names<CharOptions> = { unknown: true };
/** @internal */
export const wordNames: Names<WordOptions> = { maxTokens: true };

function expectSome(text: unknown, more: readonly undefined[], where: string): asserts text is string {
  expectText(text, more, where);
  if (text !== '') return;
  throw new TypeError('lstm: expected a text of at least one character, got an empty one');
}

function expectEntries(vocabulary: unknown): void {
  if (!Array.isArray(vocabulary)) throw new TypeError(`lstm: expected an array of texts in tokens, got ${kind(vocabulary)}`);
  if (vocabulary.length === 0) throw new TypeError('lstm: expected at least one entry in tokens, got an empty array');
  const wrong = vocabulary.findIndex((entry) => typeof entry !== 'string' || entry === '');
  if (wrong < 0) return;
  throw new TypeError(`lstm: expected texts that are not empty in tokens, got ${shown(vocabulary[wrong])} at ${wrong}`);
}

/** Makers of tokenizers. */
export const tokenizers = {
  /**
   * Characters: whole Unicode code points, of texts in normal form C. Its vocabulary is every one that
   * the text holds, in ascending order; with `unknown` after token 0.
   * @throws TypeError for an empty text or other options.
   */
  char(text: string, options: CharOptions = {}, ...more: undefined[]): Tokenizer {
    expectSome(text, more, 'char');
    expectOptions(options, 'char', charNames);
    const others = options.unknown ?? false;
    expectBoolean(others, 'unknown in char');
    const characters = codePoints(normalized(text, 2)).map((code) => String.fromCodePoint(code));
    return new CharTokenizer(others ? [unknown, ...characters] : characters, 2);
  },

  /**
   * Words and signs, each with the space before it, of texts in normal form C. Its vocabulary is the
   * most frequent ones of the text, after token 0, which stands for all others.
   *
   * Han, kana, Thai, Lao, Khmer and Burmese, which write no space between words, are read by the
   * vocabulary: always the longest word that it has, where it has none a character. That is the same in
   * every engine. To learn the vocabulary of a text, `Intl.Segmenter` finds its words, some
   * microseconds a character, and their characters are in it, too; an engine without it finds
   * characters alone.
   * @throws TypeError for an empty text or other options, RangeError for fewer than 2 tokens.
   */
  word(text: string, options: WordOptions = {}, ...more: undefined[]): Tokenizer {
    expectSome(text, more, 'word');
    expectOptions(options, 'word', wordNames);
    const { maxTokens = 10_000 } = options;
    if (!(Number.isInteger(maxTokens) && maxTokens >= 2)) {
      throw new RangeError(`lstm: expected maxTokens in word to be a whole number of 2 or more, got ${shown(maxTokens)}`);
    }
    return new WordTokenizer([unknown, ...byFrequency(normalized(text, 2)).slice(0, maxTokens - 1)], 2);
  },

  /**
   * Events of one's own, such as notes or commands: `encode` takes an array of them. Where the first
   * is `<unknown>`, it stands for all others.
   * @throws TypeError for anything but an array of different texts.
   */
  tokens(vocabulary: readonly string[], ...more: undefined[]): Tokenizer {
    expectNoMore(more, 'tokens');
    expectEntries(vocabulary);
    return givenTokenizer({ kind: 'token', vocabulary });
  },
};
