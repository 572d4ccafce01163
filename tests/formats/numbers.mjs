// Numbers that look random, the same every time.

/** In -1 ... 1. */
export function numbers(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1);
}

/** Whole ones below a limit. */
export const tokens = (count, limit, seed) => Int32Array.from(numbers(count, seed), (x) => Math.floor(((x + 1) / 2) * limit) % limit);

/** The largest difference, over the largest number. */
export function difference(came, wanted) {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return wanted.reduce((most, value, n) => Math.max(most, Math.abs(value - came[n])), 0) / largest;
}
