// Text to tokens and back. Works without WebAssembly, so that it can be used before init() and in a
// page whose models live in a worker. The rules are those of core's tokenizer.hpp, but that half a
// surrogate pair, which UTF-8 does not have, is a character here.

/** What a tokenizer is made of; a Tokenizer is one itself. */
export interface TokenizerSpec {
  kind: 'char';
  vocabulary: readonly string[];
}

export interface Tokenizer extends TokenizerSpec {
  /** Throws RangeError for a character outside the vocabulary: there is no unknown token. */
  encode(text: string): Int32Array;
  /** Throws RangeError for a token outside the vocabulary. */
  decode(tokens: ArrayLike<number>): string;
}

const basicPlane = 0x10000;

function expectText(text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new TypeError(`lstm: expected a text, got ${text === null ? 'null' : typeof text}`);
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
    const characters = Array.from(tokens, (token) => {
      const character = this.vocabulary[token];
      if (character !== undefined) return character;
      throw new RangeError(`lstm: expected tokens below ${this.vocabulary.length}, got ${token}`);
    });
    return characters.join('');
  }
}

export const tokenizers = {
  /** Characters: whole Unicode code points. Its vocabulary is every one that the text holds. */
  char(text: string): Tokenizer {
    expectText(text);
    if (text === '') {
      throw new TypeError('lstm: expected a text of at least one character, got an empty one');
    }
    return new CharTokenizer(codePoints(text).map((code) => String.fromCodePoint(code)));
  },
};

/** A tokenizer from its description, as it comes out of a message to a worker. */
export function reviveTokenizer(spec: TokenizerSpec): Tokenizer {
  if (spec instanceof CharTokenizer) return spec;
  const characters = (list: unknown) =>
    Array.isArray(list) && list.length > 0 && list.every((c) => typeof c === 'string' && c !== '');
  if (spec?.kind !== 'char' || !characters(spec.vocabulary)) {
    throw new TypeError('lstm: expected a tokenizer made by tokenizers.char');
  }
  return new CharTokenizer(spec.vocabulary);
}
