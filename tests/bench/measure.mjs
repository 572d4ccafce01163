// Timing inside an engine. A sample is the time of as many steps as fill a fifth of a second or so.

export const SAMPLE_MS = 200;
export const WARM_MS = 1500; // engines compile their best code late
const SLOW_MS = 3000;

async function time(run, steps) {
  const begun = performance.now();
  await run(steps);
  return performance.now() - begun;
}

/**
 * Warms up and finds the number of steps that a sample takes.
 * @param {(steps: number) => unknown} run
 * @returns {Promise<number>}
 */
export async function calibrate(run) {
  let steps = 1;
  let spent = 0;
  for (;;) {
    const took = await time(run, steps);
    spent += took;
    if (took > SLOW_MS) return 1;
    if (spent >= WARM_MS && took >= SAMPLE_MS / 4) return Math.max(1, Math.round((steps * SAMPLE_MS) / took));
    if (took < SAMPLE_MS) steps = Math.ceil(steps * Math.min(10, SAMPLE_MS / Math.max(took, 0.1)));
  }
}

/** Milliseconds a step. */
export const sample = async (run, steps) => (await time(run, steps)) / steps;
