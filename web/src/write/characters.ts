// Characters, or words where a network was built of those, as the page shows them.
import type { Tokenizer } from '../workbench';

const names: Record<string, [sign: string, name: string]> = {
  ' ': ['␣', 'space'],
  '\n': ['⏎', 'new line'],
  '\t': ['⇥', 'tab'],
};

/** One that can be seen. */
export const sign = (character: string): string => names[character]?.[0] ?? character;
/** One that can be heard. */
export const spoken = (character: string): string => names[character]?.[1] ?? character;

const wordOrSign = / ?[\p{L}\p{M}\p{N}'\u2019_]+| ?[^\s\p{L}\p{M}\p{N}'\u2019_]|\s/gu;

const normal = (text: string, { rules }: Tokenizer): string => (rules === 2 ? text.normalize('NFC') : text);

/** A text as the network reads it, piece by piece. */
export function pieces(given: string, tokenizer: Tokenizer): string[] {
  const text = normal(given, tokenizer);
  if (tokenizer.kind !== 'word') return [...text];
  const tokens = tokenizer.encode(text);
  return tokens.includes(0) ? (text.match(wordOrSign) ?? []) : Array.from(tokens, (token) => tokenizer.vocabulary[token]!);
}

/** In words why a text can't be read with this vocabulary; '' if it can. */
export function objection(text: string, tokenizer: Tokenizer): string {
  const { kind, vocabulary } = tokenizer;
  if (kind !== 'char' || vocabulary[0] === '<unknown>') return ''; // what it does not know is one token
  const known = new Set(vocabulary);
  const strange = [...new Set(normal(text, tokenizer))].filter((character) => !known.has(character));
  if (strange.length === 0) return '';
  const list = strange.slice(0, 8).map((character) => `“${sign(character)}”`).join(', ');
  const more = strange.length > 8 ? ` and ${strange.length - 8} more` : '';
  return `The text it learned from has no ${list}${more}, so the network can’t read on from it. Use only the ${known.size} different characters of its text.`;
}
