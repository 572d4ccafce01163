// Characters, or words where a network was built of those, as the page shows them.
import type { Tokenizer } from '../../parts/workbench';

const names: Record<string, [sign: string, name: string]> = {
  ' ': ['␣', 'space'],
  '\n': ['⏎', 'new line'],
  '\t': ['⇥', 'tab'],
};

/** One that can be seen. */
export const sign = (character: string): string => names[character]?.[0] ?? character;
/** One that can be heard. */
export const spoken = (character: string): string => names[character]?.[1] ?? character;

const unknown = '<unknown>';

function reads(text: string, tokenizer: Tokenizer): boolean {
  try {
    tokenizer.encode(text);
    return true;
  } catch {
    return false;
  }
}

/** A text cut into as many pieces as it has tokens: each ends where no longer beginning has so few of them. */
function cut(text: string, tokens: number, tokenizer: Tokenizer): string[] {
  const ends: number[] = Array(tokens).fill(0);
  let at = 0;
  for (const character of text) {
    at += character.length;
    ends.fill(at, tokenizer.encode(text.slice(0, at)).length - 1);
  }
  return ends.map((end, n) => text.slice(n === 0 ? 0 : ends[n - 1], end));
}

/** A text as the network reads it, a piece for each token; one that it can't read in characters. */
export function pieces(text: string, tokenizer: Tokenizer): string[] {
  if (!reads(text, tokenizer)) return [...text];
  const { vocabulary } = tokenizer;
  return text.split(/(?=\s)/u).flatMap((part) => { // where a piece begins in any case
    const tokens = tokenizer.encode(part);
    const all = vocabulary[0] !== unknown || !tokens.includes(0);
    return all ? Array.from(tokens, (token) => vocabulary[token]!) : cut(part, tokens.length, tokenizer);
  });
}

/** In words why a text can't be read with this vocabulary; '' if it can. */
export function objection(text: string, tokenizer: Tokenizer): string {
  if (tokenizer.kind !== 'char' || reads(text, tokenizer)) return '';
  const letters = text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []; // with their marks
  const strange = [...new Set(letters)].filter((letter) => !reads(letter, tokenizer));
  const list = strange.slice(0, 8).map((character) => `“${sign(character)}”`).join(', ');
  const more = strange.length > 8 ? ` and ${strange.length - 8} more` : '';
  return `The text it learned from has no ${list}${more}, so the network can’t read on from it. Use only the ${tokenizer.vocabulary.length} different characters of its text.`;
}
