// Which units follow a property of the text: Pearson's r between the two, over all characters.
//   r = sum (p - mean p)(x - mean x) / sqrt(sum (p - mean p)^2 sum (x - mean x)^2)
import { turn } from '../../basics/turn';
import type { Property } from './properties';

export interface Follower {
  property: string;
  unit: number;
  r: number;
  /** The largest |r| that any unit has with the same property of another place of the text. */
  chance: number;
}

interface Moments {
  mean: Float64Array;
  /** The root of the sum of squares about the mean. */
  spread: Float64Array;
}

/** r of every unit; 0 for one that never moves. `values`: `[T, units]`. */
export function correlations(property: Float32Array, values: Float32Array, units: number, { mean, spread } = momentsOf(values, units)): Float64Array {
  const { mean: [centre], spread: [size] } = momentsOf(property, 1);
  const sums = new Float64Array(units);
  for (let t = 0, at = 0; t < property.length; t++) {
    const away = property[t]! - centre!;
    for (let unit = 0; unit < units; unit++) sums[unit]! += away * (values[at++]! - mean[unit]!);
  }
  return sums.map((sum, unit) => (size! * spread[unit]! > 0 ? sum / (size! * spread[unit]!) : 0));
}

/** For every property the unit that follows it most, the closest followers first. In short turns. */
export async function followersOf(properties: Property[], values: Float32Array, units: number): Promise<Follower[]> {
  const moments = momentsOf(values, units);
  const found: Follower[] = [];
  for (const { name, values: property } of properties) {
    await turn();
    const all = correlations(property, values, units, moments);
    const unit = farthest(all);
    const elsewhere = [1 / 3, 2 / 3].map((share) => {
      const shifted = correlations(rotated(property, share), values, units, moments);
      return Math.abs(shifted[farthest(shifted)]!);
    });
    found.push({ property: name, unit, r: all[unit]!, chance: Math.max(...elsewhere) });
  }
  return found.sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
}

function momentsOf(values: Float32Array, units: number): Moments {
  const mean = new Float64Array(units);
  const spread = new Float64Array(units);
  const steps = values.length / units;
  for (let at = 0; at < values.length; ) for (let unit = 0; unit < units; unit++) mean[unit]! += values[at++]! / steps;
  for (let at = 0; at < values.length; ) for (let unit = 0; unit < units; unit++) spread[unit]! += (values[at++]! - mean[unit]!) ** 2;
  return { mean, spread: spread.map(Math.sqrt) };
}

function farthest(values: Float64Array): number {
  let best = 0;
  values.forEach((value, n) => {
    if (Math.abs(value) > Math.abs(values[best]!)) best = n;
  });
  return best;
}

/** The same, begun elsewhere. */
function rotated(values: Float32Array, share: number): Float32Array {
  const from = Math.floor(values.length * share);
  const result = new Float32Array(values.length);
  result.set(values.subarray(from));
  result.set(values.subarray(0, from), values.length - from);
  return result;
}
