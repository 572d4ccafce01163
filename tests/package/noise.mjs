// Data of which nothing can be learned but by heart: whoever trains on them gets worse on others.

/** x `[40, 2, 1]`, y `[40]`, and as many that are `unseen`. */
export function noise() {
  let state = 17;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const samples = () => ({
    x: Array.from({ length: 40 }, () => [[2 * random() - 1], [2 * random() - 1]]),
    y: Array.from({ length: 40 }, () => +(random() < 0.4)),
  });
  return { ...samples(), unseen: samples() };
}
