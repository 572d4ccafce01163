// A text as the network on the bench reads it: every gate of every unit at every character.
import { byNumber, type Quantity } from '../heat/field';
import { workbench, type Bench } from '../workbench';
import { halfLives, slowestFirst } from './memory';

export const longest = 2000; // characters that can be drawn and coloured in a frame

interface Layer {
  units: number;
  /** `[characters, units]` each. */
  values: Record<Quantity, Float32Array>;
  /** How long each unit remembers, in characters. */
  halfLives: Float32Array;
  /** The units in the order of the rows of a map. */
  orders: { number: Uint16Array; memory: Uint16Array };
}

export interface Reading {
  text: string;
  characters: string[];
  layers: Layer[];
}

/** What is wrong with a text, in words; empty if nothing is. */
export function object(text: string, { tokenizer, name }: Bench): string {
  if (text === '') return 'There is nothing to read. Type something, or take a passage.';
  const characters = [...text];
  if (characters.length > longest) {
    return `${characters.length.toLocaleString('en')} characters are more than can be shown. Keep to ${longest.toLocaleString('en')}.`;
  }
  const known = new Set(tokenizer.vocabulary);
  const strange = [...new Set(characters)].filter((character) => !known.has(character));
  if (strange.length === 0) return '';
  const list = strange.slice(0, 8).map((character) => `“${character}”`).join(', ');
  return `${name} has no ${list}, so the network can’t read it. It knows ${known.size} different characters.`;
}

/** Held out text, from the beginning of a word on. */
export function passage({ unseen, text }: Bench, at: number): string {
  const source = unseen || text;
  const from = Math.floor(at * Math.max(0, source.length - 1000));
  const begin = from === 0 ? 0 : source.indexOf(' ', from) + 1;
  return source.slice(begin, begin + 800).trim();
}

/** The training waits meanwhile. */
export async function read(text: string): Promise<Reading> {
  const { layers } = await workbench.use(({ model }) => model.inspect(text));
  return {
    text,
    characters: [...text],
    layers: layers.map((states) => {
      const units = states.h.shape[1]!;
      const values = Object.fromEntries(
        Object.entries(states).map(([name, { data }]) => [name, data as Float32Array]),
      ) as Layer['values'];
      const lives = halfLives(values.f, units);
      return { units, values, halfLives: lives, orders: { number: byNumber(units), memory: slowestFirst(lives) } };
    }),
  };
}
