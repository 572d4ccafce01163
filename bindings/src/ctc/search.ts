// What steps may say, by what they say most likely.
import { logAdd, type Steps } from './lattice.js';

/** Each step's likeliest class: once where it stays the same, and no blanks. */
export function greedy({ log, T, K }: Steps): number[] {
  const labels: number[] = [];
  let before = K - 1;
  for (let t = 0; t < T; ++t) {
    const row = log.subarray(t * K, (t + 1) * K);
    const said = row.indexOf(Math.max(...row));
    if (said !== before && said !== K - 1) labels.push(said);
    before = said;
  }
  return labels;
}

/** What was said up to a step, in any way: how likely it ends in a blank there, or in its last label. */
interface Beam {
  labels: readonly number[];
  blank: number;
  label: number;
}

const never = Number.NEGATIVE_INFINITY;
const total = ({ blank, label }: Beam) => logAdd(blank, label);

/** Prefix search (Hannun et al., 2014) that keeps the `width` likeliest. */
export function beams({ log, T, K }: Steps, width: number): (readonly number[])[] {
  let kept: Beam[] = [{ labels: [], blank: 0, label: never }];
  for (let t = 0; t < T; ++t) {
    const next = new Map<string, Beam>();
    const beam = (labels: readonly number[]) => {
      const name = labels.join();
      const its = next.get(name) ?? { labels, blank: never, label: never };
      next.set(name, its);
      return its;
    };
    const p = (k: number) => log[t * K + k]!;
    for (const before of kept) {
      const last = before.labels.at(-1);
      const same = beam(before.labels);
      same.blank = logAdd(same.blank, total(before) + p(K - 1));
      if (last !== undefined) same.label = logAdd(same.label, before.label + p(last));
      for (let k = 0; k < K - 1; ++k) {
        const longer = beam([...before.labels, k]);
        longer.label = logAdd(longer.label, (k === last ? before.blank : total(before)) + p(k)); // twice on end only after a blank
      }
    }
    kept = [...next.values()].sort((a, b) => total(b) - total(a)).slice(0, width);
  }
  return kept.map(({ labels }) => labels);
}
