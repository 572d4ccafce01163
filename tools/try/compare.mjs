// What a model should predict: as it is written beside it.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `expected-NAME.json` of a file, or `expected.json` of the one model of a folder. */
export function writtenBeside(path, { inputs }) {
  const names = [`expected-${basename(path)}.json`, ...(path.endsWith('.json') ? ['expected.json'] : [])];
  const found = names.map((name) => join(dirname(path), name)).find((its) => existsSync(its));
  if (!found) return [];
  const { inputs: given, outputs } = JSON.parse(readFileSync(found, 'utf8'));
  if (given.length !== inputs.length) return []; // states, which a model has from elsewhere, or zeros
  const typed = ({ data, shape }, n) => ({ data: inputs[n].tokens === undefined ? Float32Array.from(data) : Int32Array.from(data), shape });
  return [{ x: given.map(typed), y: inputs.length === 1 ? outputs.slice(0, 1) : outputs }];
}

/** Differences of some predictions from what they should be. */
export class Differences {
  #distance = 0;
  #largest = 0;
  count = 0;

  /** All outputs. */
  add(came, wanted) {
    ++this.count;
    if (came.length !== wanted.length) this.#distance = Number.POSITIVE_INFINITY;
    else wanted.forEach((output, n) => this.#output(came[n], output));
  }

  #output(came, wanted) {
    const isAlike = came.data.length === wanted.data.length;
    for (let n = 0; n < wanted.data.length; ++n) {
      const distance = isAlike ? Math.abs(came.data[n] - wanted.data[n]) : Number.POSITIVE_INFINITY;
      this.#distance = Math.max(this.#distance, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
      this.#largest = Math.max(this.#largest, Math.abs(wanted.data[n]));
    }
  }

  /** The largest, over the largest output of all. */
  get of() {
    return this.#distance / Math.max(this.#largest, 1e-30);
  }
}

/** The same input, each number a rounding beside it: what an engine makes of that is how much it can tell. */
export const nudged = (inputs) => inputs.map(nudge);

function nudge({ data, shape }) {
  return { data: data instanceof Int32Array ? data : data.map((value, n) => value * (1 + (n % 2 ? 1 : -1) * 2 ** -22)), shape };
}
