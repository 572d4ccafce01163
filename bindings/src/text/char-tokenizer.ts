// Characters as tokens. The rules are those of core's tokenizer.hpp, but that half a surrogate pair,
// which UTF-8 does not have, is a character here, and that texts are normalised.
import { entriesOf, expectText, normalized, type Tokenizer, type TokenizerSpec, type Tokens, unknown } from './tokenizer.js';

const basicPlane = 0x10000;

/** Every code point of the text, in ascending order. */
export function codePoints(text: string): number[] {
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
export class CharTokenizer implements Tokenizer {
  readonly kind = 'char';
  readonly #others: number; // the token of what is not in the vocabulary; -1: there is none
  readonly #tokenOf = new Map<number, number>();
  readonly #tokenOfBasic: Int32Array;

  constructor(readonly vocabulary: readonly string[], readonly rules?: TokenizerSpec['rules']) {
    this.#others = vocabulary[0] === unknown ? 0 : -1;
    this.#tokenOfBasic = new Int32Array(basicPlane).fill(this.#others);
    vocabulary.forEach((character, token) => {
      if (token === this.#others) return;
      const code = character.codePointAt(0)!;
      if (code < basicPlane) this.#tokenOfBasic[code] = token;
      else this.#tokenOf.set(code, token);
    });
  }

  encode(given: string | readonly string[], ...more: undefined[]): Int32Array {
    expectText(given, more, 'encode');
    const text = normalized(given, this.rules);
    const tokens = new Int32Array(text.length);
    let count = 0;
    for (let at = 0; at < text.length; ++at) {
      const code = text.codePointAt(at)!;
      const token = code < basicPlane ? this.#tokenOfBasic[code]! : (this.#tokenOf.get(code) ?? this.#others);
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

  decode(tokens: Tokens, ...more: undefined[]): string {
    return entriesOf(this.vocabulary, tokens, more).join('');
  }
}
