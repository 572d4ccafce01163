// What a text is cut into where tokens are words.

/** Words, other signs, each with the space before it; more space by itself. */
const pieces = / ?[\p{L}\p{M}\p{N}'\u2019_]+| ?[^\s\p{L}\p{M}\p{N}'\u2019_]|\s/gu;

// Scripts that write no space between words: their rows are pieces of their own, without the space before.
const unspaced = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\u30FC\\uFF70\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}';
const letter = `(?![${unspaced}])[\\p{L}\\p{M}\\p{N}'\\u2019_]`;
const sign = `(?![${unspaced}])[^\\s\\p{L}\\p{M}\\p{N}'\\u2019_]`;
const piecesAndRows = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*| ?(?:${letter})+| ?${sign}|\\s`, 'gu');
const hasUnspaced = new RegExp(`[${unspaced}]`, 'u');

/** The pieces of a text; `words` cuts a row of a script without spaces further. Put together they are the text again. */
export function cut(text: string, words?: (row: string) => string[]): string[] {
  if (!words || !hasUnspaced.test(text)) return text.match(pieces) ?? [];
  return text.match(piecesAndRows)!.flatMap((piece) => (hasUnspaced.test(piece) ? words(piece) : piece));
}

/** The length of the longest word of a script without spaces. */
export const longestIn = (vocabulary: readonly string[]): number =>
  vocabulary.reduce((most, piece) => (hasUnspaced.test(piece) ? Math.max(most, piece.length) : most), 0);

/** From the start of a row always the longest piece that `known` has, up to `longest`; where it has none, a character. */
export function longestOf(row: string, known: { has(piece: string): boolean }, longest: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < row.length; at += found.at(-1)!.length) {
    let size = Math.min(longest, row.length - at);
    while (size > 0 && !known.has(row.slice(at, at + size))) --size;
    found.push(size > 0 ? row.slice(at, at + size) : String.fromCodePoint(row.codePointAt(at)!));
  }
  return found;
}

/** The words of a row by the engine's dictionary; where it has none, its characters. */
function dictionaryWords(row: string): string[] {
  const { Segmenter } = Intl as { Segmenter?: typeof Intl.Segmenter };
  if (!Segmenter) return [...row];
  const words = new Segmenter('en', { granularity: 'word' });
  const parts = row.match(/.{1,1000}\p{M}*/gu)!; // engines take their time over a long one
  return parts.flatMap((part) => Array.from(words.segment(part), ({ segment }) => segment));
}

/**
 * The pieces of a text, the most frequent first; of equally frequent ones the one that came first.
 * Characters of scripts without spaces count in words, too: each is before the words that it is in.
 */
export function byFrequency(text: string): string[] {
  const counts = new Map<string, number>();
  const add = (piece: string) => counts.set(piece, (counts.get(piece) ?? 0) + 1);
  for (const piece of cut(text, dictionaryWords)) {
    const characters = hasUnspaced.test(piece) ? [...piece] : [];
    if (characters.length > 1) characters.forEach(add);
    add(piece);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([piece]) => piece);
}
