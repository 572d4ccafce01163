// All contestants in turn, round after round: whatever else the machine does meanwhile, it does to
// all of them.
import { startSide } from './sides/index.mjs';

/** Rounds of those who need this many milliseconds for a sample. */
const SLOW_MS = 3000;
const SLOW_ROUNDS = 3;

/**
 * @typedef {object} Result
 * @property {import('./workloads.mjs').Workload} workload
 * @property {string} name - the contestant's
 * @property {number[]} samples - milliseconds a step, one a round
 * @property {number} [memory] - bytes
 */

async function start({ workload, contestant }, setting, log) {
  try {
    return { workload, name: contestant.name, samples: [], side: await startSide(contestant, workload, setting) };
  } catch (error) {
    log(`${workload.id}, ${contestant.name}: left out: ${error.message.split('\n')[0]}`);
  }
}

/**
 * @param {{ workload: object, contestant: import('./contestants.mjs').Contestant }[]} entries
 * @returns {Promise<Result[]>} of those that could run
 */
export async function measure(entries, rounds, setting, log) {
  const running = [];
  try {
    for (const entry of entries) {
      const one = await start(entry, setting, log);
      if (one) running.push(one);
    }
    for (let round = 0; round < rounds; ++round) {
      for (const { samples, side } of running) {
        if (round >= SLOW_ROUNDS && Math.min(...samples) > SLOW_MS) continue;
        samples.push(await side.sample());
      }
    }
    return await Promise.all(
      running.map(async ({ side, ...result }) => ({ ...result, memory: (await side.memory()) ?? undefined })),
    );
  } finally {
    for (const { side } of running) await side.close();
  }
}
