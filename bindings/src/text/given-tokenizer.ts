// Tokenizers of what describes them: in a file, in a message to a worker, by a vocabulary of one's own.

import { expectOptions, type Names, shown } from '../values/expect.js';
import { CharTokenizer } from './char-tokenizer.js';
import { EntryTokenizer } from './entry-tokenizer.js';
import { normalized, type Tokenizer, type TokenizerSpec, unknown } from './tokenizer.js';
import { WordTokenizer } from './word-tokenizer.js';

const kinds = { char: CharTokenizer, word: WordTokenizer, token: EntryTokenizer };
const specNames: Names<TokenizerSpec> = { kind: true, vocabulary: true, rules: true };

/** What a tokenizer is saved as. */
export const specOf = ({ kind, vocabulary, rules }: TokenizerSpec): TokenizerSpec => ({ kind, vocabulary, rules });

/** A tokenizer from its description, as it comes out of a file or a message. */
export function reviveTokenizer(spec: TokenizerSpec): Tokenizer {
  if (Object.values(kinds).some((Kind) => spec instanceof Kind)) return spec as Tokenizer;
  const texts = (list: unknown) =>
    Array.isArray(list) && list.length > 0 && Array.from(list).every((c) => typeof c === 'string' && c !== '');
  if (typeof spec?.kind !== 'string' || !Object.hasOwn(kinds, spec.kind) || !texts(spec.vocabulary)) {
    throw new TypeError('lstm: expected a tokenizer made by tokenizers.char, tokenizers.word or tokenizers.tokens');
  }
  const { kind, vocabulary, rules } = spec;
  if (rules !== undefined && rules !== 1 && rules !== 2) {
    throw new RangeError(`lstm: expected rules of a tokenizer to be 1 or 2, got ${shown(rules)}`);
  }
  return new kinds[kind](vocabulary, rules);
}

/**
 * The tokenizer of a new model.
 * @throws TypeError for a vocabulary of one's own with entries that its rule can't give.
 */
export function givenTokenizer(spec: TokenizerSpec): Tokenizer {
  const tokenizer = reviveTokenizer(spec);
  if (tokenizer === spec) return tokenizer;
  expectOptions(spec, 'tokenizer', specNames);
  if (tokenizer.kind === 'word' && tokenizer.vocabulary[0] !== unknown) {
    throw new TypeError(`lstm: expected '${unknown}' as the first word of a vocabulary, got '${tokenizer.vocabulary[0]}'`);
  }
  if (tokenizer.kind === 'token' && spec.rules !== undefined) {
    throw new TypeError(`lstm: expected rules with a tokenizer of kind 'char' or 'word', got them with 'token'`);
  }
  expectDifferent(tokenizer.vocabulary);
  const wrong = tokenizer.vocabulary.findIndex((entry, token) => !gives(tokenizer, entry, token));
  if (wrong >= 0) throw notGiven(tokenizer, tokenizer.vocabulary[wrong]!, wrong);
  return tokenizer;
}

function expectDifferent(vocabulary: readonly string[]): void {
  const seen = new Map<string, number>();
  vocabulary.forEach((entry, token) => {
    const before = seen.get(entry);
    if (before === undefined) return void seen.set(entry, token);
    throw new TypeError(`lstm: expected different entries in a vocabulary, got '${entry}' at ${before} and at ${token}`);
  });
}

/** Does the tokenizer read the entry as its token? One that is never read would be learned as something else. */
function gives(tokenizer: Tokenizer, entry: string, token: number): boolean {
  const { kind, rules } = tokenizer;
  if (kind === 'token' || (token === 0 && entry === unknown)) return true;
  if (kind === 'char') return [...entry].length === 1 && normalized(entry, rules) === entry;
  const [first, second] = tokenizer.encode(entry);
  return first === token && second === undefined;
}

const notGiven = ({ kind }: Tokenizer, entry: string, token: number) =>
  new TypeError(
    `lstm: expected a vocabulary that tokenizers.${kind} could have made, got '${entry}' at ${token}, ` +
      `which it never reads as one token; tokenizers.tokens takes entries of any kind`,
  );
