// What is measured: a workload in a build, and the figures that its samples come to.
import { gigaflops, spread, timesAsFast } from '../../../tests/bench/statistics.mjs';
import type { Workload } from '../../../tests/bench/workloads.mjs';
import type { Build } from './builds';

export interface Line {
  workload: Workload;
  build: Build;
  /** The build before it, which it is compared with. */
  before: Line | undefined;
  /** Milliseconds a step, one a round. */
  samples: number[];
  /** Why it was left out, in words. */
  problem: string;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Figures {
  milliseconds: Spread;
  gigaflops: Spread;
  timesAsFast: number | undefined;
}

export function linesOf(workload: Workload, builds: Build[]): Line[] {
  let before: Line | undefined;
  return builds.map((build) => (before = { workload, build, before, samples: [], problem: '' }));
}

export function figuresOf({ workload, samples, before }: Line): Figures | undefined {
  if (!samples.length) return undefined;
  return {
    milliseconds: spread(samples),
    gigaflops: spread(samples.map((milliseconds) => gigaflops(workload, milliseconds))),
    timesAsFast: before?.samples.length ? timesAsFast(samples, before.samples).median : undefined,
  };
}
