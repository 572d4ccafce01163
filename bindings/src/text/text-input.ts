// What stands where a text is taken: a text, or the tokens of one.
import { kind, shown } from '../values/expect.js';
import { isNumeric, numbers } from '../values/input.js';
import { type Tokenizer, type Tokens, unknown } from './tokenizer.js';

/**
 * A text; of a tokenizer of kind `'token'` an array of its entries. Or tokens: whole numbers below the
 * size of the vocabulary, in an `Int32Array` or another array of numbers.
 */
export type TextInput = string | readonly string[] | Tokens;

const isArray = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || isNumeric(value);

/** The tokens of a text, to learn from. Whether the model has them is checked in core. */
export function tokensOf(tokenizer: Tokenizer, text: TextInput): Int32Array {
  if (text instanceof Int32Array) return text.slice(); // it may be written to during a fit
  if (!isArray(text) || typeof text[0] === 'string') return tokenizer.encode(text as string);
  return Int32Array.from(numbers(text as Tokens), (token: unknown, at) => {
    if (typeof token === 'number' && (token | 0) === token) return token;
    throw new TypeError(`lstm: expected whole numbers as tokens, got ${shown(token)} at ${at}`);
  });
}

/**
 * The same for a text that a model is asked about. It begins nowhere: a first word that is known only
 * with the space before it, or only without, is that one.
 */
export function askedTokens(tokenizer: Tokenizer, text: TextInput): Int32Array {
  const tokens = tokensOf(tokenizer, text);
  if (tokenizer.kind !== 'word' || typeof text !== 'string' || tokens[0] !== 0) return tokens;
  const other = tokenizer.encode(text.startsWith(' ') ? text.slice(1) : ` ${text}`);
  return other.length === tokens.length && other[0] !== 0 ? other : tokens;
}

/** The tokens that are not to be drawn, given as such or as their texts. */
export function excludedTokens(tokenizer: Tokenizer, exclude?: readonly (number | string)[] | Tokens): unknown[] {
  const { vocabulary } = tokenizer;
  if (exclude === undefined) return vocabulary[0] === unknown ? [0] : [];
  if (!isArray(exclude)) throw new TypeError(`lstm: expected exclude in generate to be an array, got ${kind(exclude)}`);
  return Array.from(numbers(exclude), (one: unknown, at) => {
    if (typeof one === 'number') return one; // core looks at it
    if (typeof one !== 'string') throw new TypeError(`lstm: expected exclude in generate to be of numbers and texts, got ${shown(one)} at ${at}`);
    const token = vocabulary.indexOf(one);
    if (token >= 0) return token;
    throw new RangeError(`lstm: expected exclude in generate to have texts of the vocabulary (${vocabulary.length}), got '${one}' at ${at}`);
  });
}
