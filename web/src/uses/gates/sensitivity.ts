// How far back a network hears: how much what it says moves, for a small change of one step of what it reads. A gradient
// by differences, from predictions alone.

/** Between a letter as it is and the same with a little of another one. */
const little = 0.05;
/** Single precision tells no less: differences of seven digits, over `little`. */
export const least = 1e-6;

export interface Probes {
  data: Float32Array;
  shape: [number, number, number];
}

/** Steps to change, from the last one back: all, or so many of a longer sequence. */
export function placesOf(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, n) => length - 1 - Math.round((n * (length - 1)) / Math.max(1, count - 1)));
}

/** A sequence `[length, width]` as it is, and with each of the places changed by each of the letters in turn. */
export function probesOf(sequence: Float32Array, length: number, places: readonly number[], letters: readonly number[]): Probes {
  const width = sequence.length / length;
  const rows = 1 + places.length * letters.length;
  const data = new Float32Array(rows * sequence.length);
  for (let row = 0; row < rows; row++) data.set(sequence, row * sequence.length);
  places.forEach((place, p) => letters.forEach((letter, k) => {
    const row = 1 + p * letters.length + k;
    data[row * sequence.length + place * width + letter]! += little;
  }));
  return { data, shape: [rows, length, width] };
}

/** Of each place the mean over the letters of |z(changed) - z| / little, where z are the sums before the softmax. */
export function moved(answers: ArrayLike<number>, classes: number, places: number, letters: number): number[] {
  const z = (row: number) => sums(Array.from({ length: classes }, (_, k) => answers[row * classes + k]!));
  const before = z(0);
  const by = (row: number) => Math.hypot(...z(row).map((sum, k) => sum - before[k]!)) / little;
  return Array.from({ length: places }, (_, p) => {
    const all = Array.from({ length: letters }, (_, k) => by(1 + p * letters + k));
    return all.reduce((sum, one) => sum + one, 0) / letters;
  });
}

/** A softmax says them but for what all share: that is taken out. */
function sums(shares: readonly number[]): number[] {
  const logs = shares.map((share) => Math.log(Math.max(share, 1e-30)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => log - mean);
}
