// How fast a model reads.

/** Tokens a second, smoothed over the last dozen steps or so. */
export function tokenRate(tokensAStep: number) {
  let begun = 0;
  let seconds = 0;
  return {
    begin() {
      begun = performance.now();
    },
    end() {
      const took = (performance.now() - begun) / 1000;
      seconds = seconds === 0 ? took : seconds + (took - seconds) / 12;
      return tokensAStep / seconds;
    },
  };
}
