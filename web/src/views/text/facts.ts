// What a text is made of, gathered in short turns so that the page stays responsive.

export interface Facts {
  /** Every word of the text, in lower case. */
  words: Set<string>;
  /** The loss of knowing only how common each character is, in nats. */
  frequencyLoss: number;
}

const word = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu;
const turn = 50_000;

export async function gather(text: string): Promise<Facts> {
  const words = new Set<string>();
  const counts = new Map<string, number>();
  let total = 0;
  for (let from = 0; from < text.length; ) {
    const space = text.indexOf(' ', from + turn); // between words
    const to = space < 0 || space > from + 2 * turn ? from + turn : space;
    const part = text.slice(from, to);
    for (const [found] of part.toLowerCase().matchAll(word)) words.add(found);
    for (const character of part) counts.set(character, (counts.get(character) ?? 0) + 1);
    from = to;
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (const n of counts.values()) total += n;
  let frequencyLoss = 0;
  for (const n of counts.values()) frequencyLoss -= (n / total) * Math.log(n / total);
  return { words, frequencyLoss };
}

export interface Piece {
  text: string;
  known: boolean;
}

/** A sample cut where made-up words begin and end, and the share of its letters in real ones. */
export function judge(sample: string, words: Set<string>): { pieces: Piece[]; share: number } {
  const pieces: Piece[] = [];
  let at = 0;
  let known = 0;
  let all = 0;
  for (const match of sample.matchAll(word)) {
    const exists = words.has(match[0].toLowerCase());
    all += match[0].length;
    if (exists) known += match[0].length;
    else {
      pieces.push({ text: sample.slice(at, match.index), known: true }, { text: match[0], known: false });
      at = match.index + match[0].length;
    }
  }
  pieces.push({ text: sample.slice(at), known: true });
  return { pieces, share: all ? known / all : 0 };
}
