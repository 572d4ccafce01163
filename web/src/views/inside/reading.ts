// A text as the network on the bench reads it: every gate of every unit at every character.
import { count } from '../../basics/format';
import { byNumber, type Quantity } from '../../parts/heat/field';
import { titleOf, workbench, type Bench } from '../../parts/workbench';
import { halfLives, slowestFirst } from './memory';

const longest = 2000; // characters
const most = longest * 512; // of characters times units, so that a reading is drawn between two frames

/** So much can be read at once: less where many units have much to show. */
export function limitOf({ design }: Bench): number {
  const units = design.units.reduce((sum, width) => sum + width, 0);
  return Math.min(longest, Math.floor(most / units / 50) * 50);
}

interface Layer {
  units: number;
  /** `[characters, units]` each. */
  values: Record<Quantity, Float32Array>;
  /** How long each unit remembers, in steps. */
  halfLives: Float32Array;
  /** The units in the order of the rows of a map. */
  orders: { number: Uint16Array; memory: Uint16Array };
}

export interface Reading {
  /** What the network reads one by one: characters, or words where it was built of those. */
  characters: string[];
  noun: 'character' | 'word';
  layers: Layer[];
}

/** What is wrong with a text, in words; empty if nothing is. */
export function object(text: string, bench: Bench): string {
  if (bench.design.cell !== 'lstm') return `What is to see here are the gates of an LSTM. This network is a ${titleOf(bench)}: write with it.`;
  if (text === '') return 'There is nothing to read. Type something, or take a passage.';
  const characters = [...text];
  const limit = limitOf(bench);
  if (characters.length > limit) return `${count(characters.length)} characters are more than can be shown. Keep to ${count(limit)}.`;
  const { kind, vocabulary } = bench.tokenizer;
  const known = new Set(vocabulary);
  const strange = kind === 'char' ? [...new Set(characters)].filter((character) => !known.has(character)) : [];
  if (strange.length === 0) return '';
  const list = strange.slice(0, 8).map((character) => `“${character}”`).join(', ');
  return `What this network learned from (${bench.name}) has no ${list}, so it can’t read that. It knows ${count(known.size)} different characters.`;
}

/** Held out text, from the beginning of a word on; what the network writes itself where there is none. */
export async function passage(bench: Bench, at: number): Promise<string> {
  const length = Math.min(800, limitOf(bench));
  const source = bench.unseen || bench.text;
  if (source === '') return written(bench, length, at);
  const from = Math.floor(at * Math.max(0, source.length - length));
  const space = from === 0 ? -1 : source.slice(from, from + 50).search(/\s/);
  const halves = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g; // of characters that are cut through
  return source.slice(from + space + 1, from + length).replaceAll(halves, '').trim();
}

function written({ beginning }: Bench, length: number, at: number): Promise<string> {
  const options = { prompt: beginning, length, temperature: 0.8, seed: Math.floor(at * 1e6) };
  return workbench.use(async ({ model }) => {
    let text = '';
    for await (const piece of model.generate(options)) {
      if (text.length + piece.length > length) break;
      text += piece;
    }
    return text.trim();
  });
}

/** The training waits meanwhile. */
export async function read(text: string): Promise<Reading> {
  const { tokens, layers, tokenizer } = await workbench.use(async ({ model, tokenizer }) => ({ ...(await model.inspect(text)), tokenizer }));
  return {
    characters: Array.from(tokens, (token) => tokenizer.vocabulary[token]!),
    noun: tokenizer.kind === 'char' ? 'character' : 'word',
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
