// What a tokenizer is, and what all kinds share.
import { expectNoMore, kind, shown } from '../values/expect.js';
import { isNumeric, numbers } from '../values/input.js';

/** What a tokenizer is made of; a Tokenizer is one itself. */
export interface TokenizerSpec {
  /** What a token is: a character, a word or sign, or an entry of one's own. */
  kind: 'char' | 'word' | 'token';
  /**
   * The text of every token. Where the first is `<unknown>`, as of all words, it stands for whatever the
   * others do not have.
   */
  vocabulary: readonly string[];
  /**
   * How texts are read, of characters and words; it is saved with the vocabulary. 2, as `tokenizers`
   * make them: in normal form C, and words of scripts without spaces by the longest that the vocabulary
   * has. 1, as in files made before: as they are, and any row of letters is a word. Default 1.
   */
  rules?: 1 | 2 | undefined;
}

/** Whole numbers below the size of the vocabulary, in an `Int32Array` or another array of numbers. */
export type Tokens = ArrayLike<number> | BigInt64Array | BigUint64Array;

/** Turns text into tokens and back. Made by {@link tokenizers}. */
export interface Tokenizer extends TokenizerSpec {
  /**
   * A text as tokens; of kind `'token'` an array of entries. What is outside the vocabulary becomes
   * token 0 where that is `<unknown>`.
   * @throws TypeError for anything else, RangeError for what is outside a vocabulary without `<unknown>`.
   */
  encode(text: string | readonly string[], ...more: undefined[]): Int32Array;
  /**
   * Tokens as a text; of kind `'token'` with a space between the entries.
   * @throws RangeError for a token outside the vocabulary.
   */
  decode(tokens: Tokens, ...more: undefined[]): string;
}

/** Stands for what a vocabulary does not have, where it is the first of it. No piece of a text: it would be cut at its brackets. */
export const unknown = '<unknown>';

/** A text, and nothing after it. */
export function expectText(text: unknown, more: readonly unknown[], where: string): asserts text is string {
  expectNoMore(more, where);
  if (typeof text !== 'string') {
    throw new TypeError(`lstm: expected a text, got ${kind(text)}`);
  }
}

/** A text as `rules` read it. */
export const normalized = (text: string, rules: TokenizerSpec['rules']): string => (rules === 2 ? text.normalize('NFC') : text);

/** What the tokens stand for, and nothing after them. */
export function entriesOf(vocabulary: readonly string[], tokens: Tokens, more: readonly unknown[]): string[] {
  expectNoMore(more, 'decode');
  if (!Array.isArray(tokens) && !isNumeric(tokens)) {
    throw new TypeError(`lstm: expected an array of tokens, got ${kind(tokens)}`);
  }
  return Array.from(numbers(tokens), (token: unknown) => { // holes, too, which are no tokens
    const entry = typeof token === 'number' ? vocabulary[token] : undefined;
    if (entry !== undefined) return entry;
    throw new RangeError(`lstm: expected tokens below ${vocabulary.length}, got ${shown(token)}`);
  });
}
