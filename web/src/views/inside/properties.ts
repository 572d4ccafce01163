// Simple things that can be said of every character of a text, as a number each: what the units are
// held against.

export interface Property {
  name: string;
  values: Float32Array;
}

type Judge = (characters: readonly string[]) => number[];

const letter = /\p{L}/u;
const is = (pattern: RegExp): Judge => (characters) => characters.map((character) => +pattern.test(character));

/** How far it is since the last character like this; it counts as 0. */
const since = (pattern: RegExp): Judge => (characters) => {
  let distance = 0;
  return characters.map((character) => (distance = pattern.test(character) ? 0 : distance + 1));
};

/** Between an opening and a closing sign, the opening one included. Straight ones do both. */
const between = (opening: string, closing: string, both = ''): Judge => (characters) => {
  let open = false;
  return characters.map((character, t) => {
    if (character === '\n' && characters[t - 1] === '\n') open = false; // a new paragraph
    if (character === opening) open = true;
    else if (character === closing) open = false;
    else if (character === both) open = !open;
    return +open;
  });
};

const judges: Record<string, Judge> = {
  'inside quotation marks': between('“', '”', '"'),
  'inside parentheses': between('(', ')'),
  'position in the line': since(/\n/),
  'position in the sentence': since(/[.!?]/),
  'position in the word': (characters) => {
    let at = 0;
    return characters.map((character) => (at = letter.test(character) ? at + 1 : 0));
  },
  'a space': is(/ /),
  'first letter of a word': (characters) => characters.map((c, t) => +(letter.test(c) && !letter.test(characters[t - 1] ?? ''))),
  'last letter of a word': (characters) => characters.map((c, t) => +(letter.test(c) && !letter.test(characters[t + 1] ?? ''))),
  'a capital': is(/\p{Lu}/u),
  'a digit': is(/\p{Nd}/u),
  'a vowel': is(/[aeiouyäöüáéíóúàèìòùâêîôûå]/iu),
  'the letter e': is(/e/i),
  'a punctuation mark': is(/\p{P}/u),
  'the end of a line': is(/\n/),
};

const fewest = 3; // times that it must be so, and not so

/** Those that the text has something to say about. */
export function propertiesOf(characters: readonly string[]): Property[] {
  return Object.entries(judges)
    .map(([name, judge]) => ({ name, values: Float32Array.from(judge(characters)) }))
    .filter(({ values }) => {
      const none = values.filter((value) => value === 0).length;
      return none >= fewest && values.length - none >= fewest;
    });
}
