// What a run consists of. The address may choose: ?rounds=11&only=W1,W5. What it says wrongly falls
// back to the default.
import { SAMPLE_MS, WARM_MS } from '../../../tests/bench/measure.mjs';
import { workloads, type Workload } from '../../../tests/bench/workloads.mjs';
import type { Build } from './builds';

export interface Plan {
  rounds: number;
  workloads: Workload[];
}

export function planOf(query: string): Plan {
  const given = new URLSearchParams(query);
  const rounds = Number(given.get('rounds'));
  const names = given.get('only')?.split(',') ?? [];
  const chosen = workloads.filter(({ id }) => names.includes(id));
  return {
    rounds: Number.isInteger(rounds) && rounds >= 1 && rounds <= 99 ? rounds : 5,
    workloads: chosen.length ? chosen : workloads,
  };
}

/** About, in seconds: to load a build, make the model and warm it up. */
export const warmUpCost = (WARM_MS + 2 * SAMPLE_MS) / 1000;
/** And to take a sample. */
export const sampleCost = SAMPLE_MS / 1000;

export const costOf = (plan: Plan, builds: Build[]): number =>
  plan.workloads.length * builds.length * (warmUpCost + plan.rounds * sampleCost);
