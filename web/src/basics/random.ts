// Random numbers that a seed repeats.

export type Random = () => number;

/** Uniform in [0, 1). (Mulberry32.) */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` up to, but not with, `high`. */
export const below = (random: Random, low: number, high: number): number => low + Math.floor(random() * (high - low));

/** Normal, with mean 0 and deviation 1. (Box and Muller.) */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
