// All ways in which labels can be said in T steps: l' = blank, l_1, blank, ..., l_L, blank, of which each step says
// one and goes on by none, by one, or past a blank between two labels that differ (Graves et al., 2006).

/** Logarithms of the probabilities of K classes at each of T steps; the last class is the blank. */
export interface Steps {
  log: Float64Array;
  T: number;
  K: number;
}

const never = Number.NEGATIVE_INFINITY;

/** log(exp(a) + exp(b)). */
export function logAdd(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  return less === never ? more : more + Math.log1p(Math.exp(less - more));
}

/** How two ways to the same place become one. */
type Join = (a: number, b: number) => number;

/** Of the ways to each place of the last step. `came` is told which place each one came from, where it asks. */
function through({ log, T, K }: Steps, labels: readonly number[], join: Join, came?: (t: number, s: number, from: number) => void): Float64Array {
  const S = 2 * labels.length + 1;
  const said = (s: number) => (s % 2 === 0 ? K - 1 : labels[(s - 1) / 2]!);
  const leaps = (s: number) => s > 2 && s % 2 === 1 && said(s) !== said(s - 2);
  let now = new Float64Array(S).fill(never);
  now[0] = log[K - 1]!;
  if (S > 1) now[1] = log[said(1)]!;
  for (let t = 1; t < T; ++t) {
    const next = new Float64Array(S);
    for (let s = 0; s < S; ++s) {
      let [best, from] = [now[s]!, s];
      for (const earlier of leaps(s) ? [s - 1, s - 2] : s > 0 ? [s - 1] : []) {
        if (now[earlier]! > now[from]!) from = earlier;
        best = join(best, now[earlier]!);
      }
      next[s] = best + log[t * K + said(s)]!;
      came?.(t, s, from);
    }
    now = next;
  }
  return now;
}

/** The logarithm of the probability that the steps say just these labels, in any way. */
export function logProbability(steps: Steps, labels: readonly number[]): number {
  const [last = never, before = never] = [...through(steps, labels, logAdd).slice(-2)].reverse();
  return logAdd(last, before);
}

/** The likeliest way: of each label the first step that says it, and the step after the last. */
export function spans(steps: Steps, labels: readonly number[]): { begins: number[]; ends: number[] } {
  const S = 2 * labels.length + 1;
  const from = new Int32Array(steps.T * S);
  const last = through(steps, labels, Math.max, (t, s, earlier) => (from[t * S + s] = earlier));
  const [begins, ends] = [new Array<number>(labels.length), new Array<number>(labels.length)];
  let s = S > 1 && last[S - 2]! > last[S - 1]! ? S - 2 : S - 1;
  for (let t = steps.T - 1; t >= 0; --t) {
    if (s % 2 === 1) {
      begins[(s - 1) / 2] = t;
      ends[(s - 1) / 2] ??= t + 1;
    }
    s = from[t * S + s]!;
  }
  return { begins, ends };
}
