// How long a unit remembers. At every step the cell keeps the share f of what it held; at the mean
// share f over a text, half of it is left after n steps where f^n = 1/2:
//   n = -ln 2 / ln f
import { count } from '../../basics/format';

/** `forget`: `[T, units]`. In steps, a unit each. */
export function halfLives(forget: Float32Array, units: number): Float32Array {
  const steps = forget.length / units;
  const sums = new Float64Array(units);
  for (let at = 0; at < forget.length; ) for (let unit = 0; unit < units; unit++) sums[unit]! += forget[at++]!;
  return Float32Array.from(sums, (sum) => -Math.LN2 / Math.log(sum / steps));
}

/** The units, the one that remembers longest first. */
export const slowestFirst = (lives: Float32Array): Uint16Array =>
  Uint16Array.from(Array.from(lives.keys()).sort((a, b) => lives[b]! - lives[a]!));

/** In words: “2.1 characters”. */
export function inWords(life: number, noun: string): string {
  if (!(life < 10_000)) return `more than 10,000 ${noun}s`;
  const number = life < 10 ? life.toFixed(1) : count(life);
  return `${number} ${noun}${number === '1.0' ? '' : 's'}`;
}
