// How fast a model reads.

/** Tokens a second, both smoothed over the last dozen steps or so: a step may have fewer tokens than the others. */
export function tokenRate() {
  let begun = 0;
  let seconds = 0;
  let tokens = 0;
  const smooth = (mean: number, value: number) => (mean === 0 ? value : mean + (value - mean) / 12);
  return {
    begin() {
      begun = performance.now();
    },
    end(read: number) {
      seconds = smooth(seconds, (performance.now() - begun) / 1000);
      tokens = smooth(tokens, read);
      return tokens / seconds;
    },
  };
}
