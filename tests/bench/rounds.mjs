// One workload, all its contestants in turn, round after round: whatever else the machine does
// meanwhile, it does to all of them.
import { startSide } from './sides/index.mjs';

/** Rounds of those who need this many milliseconds for a sample. */
const SLOW_MS = 3000;
const SLOW_ROUNDS = 3;

/**
 * @typedef {object} Result
 * @property {string} name - the contestant's
 * @property {number[]} samples - milliseconds a step, one a round
 * @property {number} [memory] - bytes
 */

/**
 * @param {import('./workloads.mjs').Workload} workload
 * @param {import('./contestants.mjs').Contestant[]} contestants
 * @returns {Promise<Result[]>} of those that could run it
 */
export async function measure(workload, contestants, rounds, setting, log) {
  const running = [];
  try {
    for (const contestant of contestants) {
      try {
        running.push({ name: contestant.name, samples: [], side: await startSide(contestant, workload, setting) });
      } catch (error) {
        log(`${workload.id}, ${contestant.name}: left out: ${error.message.split('\n')[0]}`);
      }
    }
    for (let round = 0; round < rounds; ++round) {
      for (const { samples, side } of running) {
        if (round >= SLOW_ROUNDS && Math.min(...samples) > SLOW_MS) continue;
        samples.push(await side.sample());
      }
    }
    return await Promise.all(
      running.map(async ({ name, samples, side }) => ({ name, samples, memory: (await side.memory()) ?? undefined })),
    );
  } finally {
    for (const { side } of running) await side.close();
  }
}
