// What the outputs of a model that was trained by CTC say.
import { expectNoMore, expectOptions, type Names, shown } from '../values/expect.js';
import { flat } from '../values/flat.js';
import type { Input } from '../values/input.js';
import { logProbability, type Steps, spans } from './lattice.js';
import { beams, greedy } from './search.js';

/** Options of {@link decodeCtc}. */
export interface DecodeCtcOptions {
  /** Beginnings that are kept at each step. 1: what each step says most likely by itself. Default 1. */
  beamWidth?: number;
  /** How many answers, the likeliest first; at most `beamWidth`. Default 1. */
  top?: number;
}

/** One of the answers of {@link decodeCtc}. */
export interface DecodedCtc {
  /** What is said, in order. */
  labels: number[];
  /** The logarithm of the probability that just these labels are said, at whatever steps. */
  logProbability: number;
  /** Of each label the first step that says it, if all is said in the likeliest way. */
  begins: number[];
  /** The step after its last one. */
  ends: number[];
}

const names: Names<DecodeCtcOptions> = { beamWidth: true, top: true };

function expectCount(value: number, most: number, what: string): void {
  if (typeof value !== 'number') throw new TypeError(`lstm: expected ${what} of decodeCtc to be a number, got ${shown(value)}`);
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(`lstm: expected ${what} of decodeCtc to be a whole number from 1 to ${most}, got ${value}`);
}

/** z - log sum exp z, row by row. */
function logSoftmax(rows: Float64Array, K: number): Float64Array {
  for (let first = 0; first < rows.length; first += K) {
    const row = rows.subarray(first, first + K);
    const most = Math.max(...row);
    const sum = most + Math.log(row.reduce((all, z) => all + Math.exp(z - most), 0));
    row.forEach((z, k) => (row[k] = z - sum));
  }
  return rows;
}

/** The steps of each sample, of however many there are. */
function samplesOf(logits: Input): Steps[] {
  const { rows, count, shape, lengths } = flat(logits, 'logits', true);
  const [N, longest, K] = shape as [number, number, number];
  if (shape.length !== 3 || K < 2) throw new TypeError(`lstm: expected logits of shape [N, T, labels and a blank], got [${shape.join(', ')}]`);
  const all = new Float64Array(count);
  let place = 0;
  for (const row of rows) {
    all.set(row, place);
    place += row.length;
  }
  if (!all.every(Number.isFinite)) throw new TypeError('lstm: expected finite numbers in logits');
  logSoftmax(all, K);
  place = 0;
  return Array.from({ length: N }, (_, n) => {
    const T = lengths[n] ?? longest;
    return { log: all.subarray(place, (place += T * K)), T, K };
  });
}

/**
 * What the outputs `[N, T, K]` of a model that was compiled with loss `'ctc'` say: for each sample the `top` likeliest
 * answers found. Its last class is the blank. Logits of unequal lengths may come as such a tensor has them.
 * @throws TypeError for what are no logits, RangeError for options out of range.
 */
export function decodeCtc(logits: Input, options: DecodeCtcOptions = {}, ...more: undefined[]): DecodedCtc[][] {
  expectOptions(options, 'decodeCtc', names);
  expectNoMore(more, 'decodeCtc');
  const { beamWidth = 1, top = 1 } = options;
  expectCount(beamWidth, 10_000, 'beamWidth');
  expectCount(top, beamWidth, 'top');
  return samplesOf(logits).map((steps) => {
    if (steps.T === 0) return [{ labels: [], logProbability: 0, begins: [], ends: [] }];
    const found = beamWidth === 1 ? [greedy(steps)] : beams(steps, beamWidth);
    const answers = found.map((labels) => ({ labels: [...labels], logProbability: logProbability(steps, labels) }));
    answers.sort((a, b) => b.logProbability - a.logProbability);
    return answers.slice(0, top).map((answer) => ({ ...answer, ...spans(steps, answer.labels) }));
  });
}
