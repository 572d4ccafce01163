// The characters of a network, by their numbers.
import { kind, shown } from '../../values/expect.js';

/** Entries of vocab.json, in the order of their numbers. Each number from 0 on is there once. */
export function vocabularyOf(vocab: unknown): string[] {
  if (kind(vocab) !== 'object') throw new TypeError(`lstm: expected an object of numbers in vocab.json, got ${kind(vocab)}`);
  const entries = Object.entries(vocab as object);
  const vocabulary: string[] = [];
  for (const [character, token] of entries) {
    if (Number.isInteger(token) && token >= 0 && token < entries.length && !(token in vocabulary)) vocabulary[token] = character;
    else throw new TypeError(`lstm: expected numbers 0 to ${entries.length - 1} in vocab.json, each once, got ${shown(token)} of '${character}'`);
  }
  return vocabulary;
}

const privateUse = 0xe000;

/** Real files have entries that are no single character: signs for private use stand for them. */
export function withStandIns(vocabulary: readonly string[]): { characters: string[]; notes: string[] } {
  const notes: string[] = [];
  const used = new Set(vocabulary);
  let next = privateUse;
  const standIn = (entry: string, token: number) => {
    while (used.has(String.fromCodePoint(next))) ++next;
    const sign = String.fromCodePoint(next++);
    notes.push(`Made the sign U+${(next - 1).toString(16).toUpperCase()} of entry ${token} of vocab.json, '${entry}', which is no single character.`);
    return sign;
  };
  const characters = vocabulary.map((entry, token) => ([...entry].length === 1 ? entry : standIn(entry, token)));
  return { characters, notes };
}
