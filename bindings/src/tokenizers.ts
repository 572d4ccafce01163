// Text to tokens and back. Works without WebAssembly, so that it can be used before init() and in a
// page whose models live in a worker. The rules are those of core's tokenizer.hpp, but that half a
// surrogate pair, which UTF-8 does not have, is a character here.
import { expectNoMore, expectOptions, kind, type Names, shown } from './expect.js';

/** What a tokenizer is made of; a Tokenizer is one itself. */
export interface TokenizerSpec {
  /** What a token is. */
  kind: 'char' | 'word';
  /** The text of every token; of words, token 0 is `<unknown>`. */
  vocabulary: readonly string[];
}

/** Turns text into tokens and back. Made by {@link tokenizers}. */
export interface Tokenizer extends TokenizerSpec {
  /**
   * A text as tokens.
   * @throws RangeError, of characters, for one outside the vocabulary. Words outside it become token
   * 0, `<unknown>`.
   */
  encode(text: string): Int32Array;
  /**
   * Tokens as a text.
   * @throws RangeError for a token outside the vocabulary.
   */
  decode(tokens: ArrayLike<number>): string;
}

/** Options of {@link tokenizers}`.word`. */
export interface WordOptions {
  /** Largest size of the vocabulary, token 0 included. At least 2. Default 10000. */
  maxTokens?: number;
}

/** @internal */
export const wordNames: Names<WordOptions> = { maxTokens: true };

const basicPlane = 0x10000;

function expectText(text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new TypeError(`lstm: expected a text, got ${kind(text)}`);
  }
}

/** Every code point of the text, in ascending order. */
function codePoints(text: string): number[] {
  const seenBasic = new Uint8Array(basicPlane);
  const seenBeyond = new Set<number>();
  for (let at = 0; at < text.length; ++at) {
    const code = text.codePointAt(at)!;
    if (code < basicPlane) {
      seenBasic[code] = 1;
    } else {
      seenBeyond.add(code);
      ++at; // its second half
    }
  }
  const all = [...seenBeyond];
  seenBasic.forEach((seen, code) => seen && all.push(code));
  return all.sort((a, b) => a - b);
}

/** One token for each Unicode code point. */
class CharTokenizer implements Tokenizer {
  readonly kind = 'char';
  readonly #tokenOf = new Map<number, number>();
  readonly #tokenOfBasic = new Int32Array(basicPlane).fill(-1);

  constructor(readonly vocabulary: readonly string[]) {
    vocabulary.forEach((character, token) => {
      const code = character.codePointAt(0)!;
      if (code < basicPlane) this.#tokenOfBasic[code] = token;
      else this.#tokenOf.set(code, token);
    });
  }

  encode(text: string): Int32Array {
    expectText(text);
    const tokens = new Int32Array(text.length);
    let count = 0;
    for (let at = 0; at < text.length; ++at) {
      const code = text.codePointAt(at)!;
      const token = code < basicPlane ? this.#tokenOfBasic[code]! : (this.#tokenOf.get(code) ?? -1);
      if (token < 0) {
        const hex = code.toString(16).toUpperCase().padStart(4, '0');
        throw new RangeError(
          `lstm: expected characters of the vocabulary (${this.vocabulary.length}), ` +
            `got '${String.fromCodePoint(code)}' (U+${hex}) at ${count}`,
        );
      }
      tokens[count++] = token;
      if (code >= basicPlane) ++at;
    }
    return tokens.slice(0, count);
  }

  decode(tokens: ArrayLike<number>): string {
    return joined(this.vocabulary, tokens);
  }
}

function joined(vocabulary: readonly string[], tokens: ArrayLike<number>): string {
  if (!Array.isArray(tokens) && !ArrayBuffer.isView(tokens)) {
    throw new TypeError(`lstm: expected an array of tokens, got ${kind(tokens)}`);
  }
  let text = '';
  for (let at = 0; at < tokens.length; ++at) { // by index: holes are no tokens
    const token: unknown = tokens[at];
    const piece = typeof token === 'number' ? vocabulary[token] : undefined;
    if (piece === undefined) {
      throw new RangeError(`lstm: expected tokens below ${vocabulary.length}, got ${shown(token)}`);
    }
    text += piece;
  }
  return text;
}

/** What a text is cut into: words, other signs, each with the space before it; more space by itself. */
const pieces = / ?[\p{L}\p{M}\p{N}'\u2019_]+| ?[^\s\p{L}\p{M}\p{N}'\u2019_]|\s/gu;
const unknown = '<unknown>'; // no piece: it would be cut at its brackets

/** One token for each word or sign, its pieces put together giving the text again. */
class WordTokenizer implements Tokenizer {
  readonly kind = 'word';
  readonly #tokenOf: Map<string, number>;

  constructor(readonly vocabulary: readonly string[]) {
    this.#tokenOf = new Map(vocabulary.map((piece, token) => [piece, token]));
  }

  encode(text: string): Int32Array {
    expectText(text);
    return Int32Array.from(text.match(pieces) ?? [], (piece) => this.#tokenOf.get(piece) ?? 0);
  }

  decode(tokens: ArrayLike<number>): string {
    return joined(this.vocabulary, tokens);
  }
}

/** The pieces of a text, the most frequent first; of equally frequent ones the one that came first. */
function byFrequency(text: string): string[] {
  const counts = new Map<string, number>();
  for (const piece of text.match(pieces) ?? []) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([piece]) => piece);
}

function expectSome(text: unknown): asserts text is string {
  expectText(text);
  if (text !== '') return;
  throw new TypeError('lstm: expected a text of at least one character, got an empty one');
}

/** Makers of tokenizers. */
export const tokenizers = {
  /**
   * Characters: whole Unicode code points. Its vocabulary is every one that the text holds, in
   * ascending order.
   * @throws TypeError for an empty text.
   */
  char(text: string, ...more: never[]): Tokenizer {
    expectNoMore(more, 'char');
    expectSome(text);
    return new CharTokenizer(codePoints(text).map((code) => String.fromCodePoint(code)));
  },

  /**
   * Words and signs, each with the space before it. Its vocabulary is the most frequent ones of the
   * text, after token 0, which stands for all others.
   * @throws TypeError for an empty text or other options, RangeError for fewer than 2 tokens.
   */
  word(text: string, options: WordOptions = {}, ...more: never[]): Tokenizer {
    expectSome(text);
    expectOptions(options, 'word', wordNames);
    expectNoMore(more, 'word');
    const { maxTokens = 10_000 } = options;
    if (!(Number.isInteger(maxTokens) && maxTokens >= 2)) {
      throw new RangeError(`lstm: expected maxTokens in word to be a whole number of 2 or more, got ${shown(maxTokens)}`);
    }
    return new WordTokenizer([unknown, ...byFrequency(text).slice(0, maxTokens - 1)]);
  },
};

/** A tokenizer from its description, as it comes out of a message to a worker. */
export function reviveTokenizer(spec: TokenizerSpec): Tokenizer {
  if (spec instanceof CharTokenizer || spec instanceof WordTokenizer) return spec;
  const texts = (list: unknown) =>
    Array.isArray(list) && list.length > 0 && list.every((c) => typeof c === 'string' && c !== '');
  if ((spec?.kind !== 'char' && spec?.kind !== 'word') || !texts(spec.vocabulary)) {
    throw new TypeError('lstm: expected a tokenizer made by tokenizers.char or tokenizers.word');
  }
  return spec.kind === 'char' ? new CharTokenizer(spec.vocabulary) : new WordTokenizer(spec.vocabulary);
}
