// How fast this machine trains, as far as is known.

let speed = 0; // floating-point operations a second
const guess = 1e10;

export const machine = {
  measured(flopsASecond: number): void {
    speed = flopsASecond;
  },
  /** Seconds for so many operations, and whether that is more than a guess. */
  seconds: (flops: number) => ({ seconds: flops / (speed || guess), known: speed > 0 }),
};
