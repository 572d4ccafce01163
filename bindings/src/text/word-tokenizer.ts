// Words and signs as tokens.
import { cut, longestIn, longestOf } from './pieces.js';
import { entriesOf, expectText, normalized, type Tokenizer, type TokenizerSpec, type Tokens } from './tokenizer.js';

/** One token for each word or sign, its pieces put together giving the text again. */
export class WordTokenizer implements Tokenizer {
  readonly kind = 'word';
  readonly #tokenOf: Map<string, number>;
  readonly #longest: number;

  constructor(readonly vocabulary: readonly string[], readonly rules?: TokenizerSpec['rules']) {
    this.#tokenOf = new Map(vocabulary.map((piece, token) => [piece, token]));
    this.#longest = longestIn(vocabulary);
  }

  encode(given: string | readonly string[], ...more: undefined[]): Int32Array {
    expectText(given, more, 'encode');
    const words = (row: string) => longestOf(row, this.#tokenOf, this.#longest);
    const pieces = cut(normalized(given, this.rules), this.rules === 2 ? words : undefined);
    return Int32Array.from(pieces, (piece) => this.#tokenOf.get(piece) ?? 0);
  }

  decode(tokens: Tokens, ...more: undefined[]): string {
    return entriesOf(this.vocabulary, tokens, more).join('');
  }
}
