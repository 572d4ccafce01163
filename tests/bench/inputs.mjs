// What the models read: random, and the same for every peer in JavaScript.

/** Numbers in [0, 1), the same ones each time. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** `count` whole numbers below `bound`; each of those occurs where there is room. */
export function tokens(count, bound, seed = 1) {
  const next = numbers(seed);
  return Int32Array.from({ length: count }, (_, n) => (n < bound ? n : Math.floor(next() * bound)));
}

/** `count` numbers in [-limit, limit]. */
export function weights(count, limit, seed = 1) {
  const next = numbers(seed);
  return Float32Array.from({ length: count }, () => (2 * next() - 1) * limit);
}

/** Draws an index by its probability, which stand from `begin` on. */
export function draw(probabilities, size, begin = 0) {
  let left = Math.random();
  for (let n = 0; n < size; ++n) {
    left -= probabilities[begin + n];
    if (left < 0) return n;
  }
  return size - 1;
}
