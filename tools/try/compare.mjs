// What a model should predict: as it is written beside it.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `expected-NAME.json` of a file, or `expected.json` of the one model of a folder. */
export function writtenBeside(path, { tokens }) {
  const names = [`expected-${basename(path)}.json`, ...(path.endsWith('.json') ? ['expected.json'] : [])];
  const found = names.map((name) => join(dirname(path), name)).find((its) => existsSync(its));
  if (!found) return [];
  const { inputs: [x, ...states], outputs: [y] } = JSON.parse(readFileSync(found, 'utf8'));
  if (states.length > 0) return []; // which a model has from elsewhere, or zeros
  const data = tokens === undefined ? Float32Array.from(x.data) : Int32Array.from(x.data);
  return [{ x: { data, shape: x.shape }, y }];
}

/** Differences of some predictions from what they should be. */
export class Differences {
  #distance = 0;
  #largest = 0;
  count = 0;

  add(came, wanted) {
    ++this.count;
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
export function nudged({ data, shape }) {
  return { data: data instanceof Int32Array ? data : data.map((value, n) => value * (1 + (n % 2 ? 1 : -1) * 2 ** -22)), shape };
}
