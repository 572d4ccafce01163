// Numbers out of samples.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median and range. */
export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/** How many times as fast the first is as the second: the ratio within every round that both ran. */
export function timesAsFast(samples, others) {
  return spread(others.slice(0, samples.length).map((other, round) => other / samples[round]));
}

/** Two operations a multiply-add. */
export const gigaflops = ({ work }, milliseconds) => (2 * work) / milliseconds / 1e6;
