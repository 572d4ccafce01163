// Events of one's own as tokens: notes, commands, moves.
import { expectNoMore, kind, shown } from '../values/expect.js';
import { entriesOf, type Tokenizer, type Tokens, unknown } from './tokenizer.js';

/** One token for each entry of the vocabulary. */
export class EntryTokenizer implements Tokenizer {
  readonly kind = 'token';
  readonly #tokenOf: Map<unknown, number>;

  constructor(readonly vocabulary: readonly string[]) {
    this.#tokenOf = new Map(vocabulary.map((entry, token) => [entry, token]));
  }

  encode(entries: string | readonly string[], ...more: undefined[]): Int32Array {
    expectNoMore(more, 'encode');
    if (!Array.isArray(entries)) {
      throw new TypeError(`lstm: expected an array of the vocabulary's entries, got ${kind(entries)}`);
    }
    return Int32Array.from(entries as readonly unknown[], (entry, at) => {
      const token = this.#tokenOf.get(entry) ?? (this.vocabulary[0] === unknown ? 0 : undefined);
      const isText = typeof entry === 'string';
      if (token !== undefined && isText) return token;
      const came = isText ? `'${entry}'` : shown(entry);
      throw new RangeError(`lstm: expected entries of the vocabulary (${this.vocabulary.length}), got ${came} at ${at}`);
    });
  }

  decode(tokens: Tokens, ...more: undefined[]): string {
    return entriesOf(this.vocabulary, tokens, more).join(' ');
  }
}
