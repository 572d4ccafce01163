// What a heat map shows: a value for every unit at every step.
import { colours, shade, shades, type Scale } from './scales';

/** The gates of the cell, its state and its output, as `inspect` names them. */
export const quantities = {
  f: { name: 'forget gate', scale: 'gate' },
  i: { name: 'input gate', scale: 'gate' },
  g: { name: 'candidate', scale: 'signed' },
  o: { name: 'output gate', scale: 'gate' },
  c: { name: 'cell', scale: 'signed' },
  h: { name: 'output', scale: 'signed' },
} as const satisfies Record<string, { name: string; scale: Scale }>;

export type Quantity = keyof typeof quantities;

export interface Field {
  steps: number;
  units: number;
  /** `[steps, units]`. */
  values: Float32Array;
  scale: Scale;
  /** The values at the ends of the scale; what lies beyond has the colour of the end. */
  low: number;
  high: number;
}

/** Gates reach from 0 to 1; signed values as far as nearly all of them do, and at least to 1. */
export function field(quantity: Quantity, values: Float32Array, units: number): Field {
  const { scale } = quantities[quantity];
  const steps = values.length / units;
  if (scale === 'gate') return { steps, units, values, scale, low: 0, high: 1 };
  const high = quantity === 'c' ? Math.max(1, reach(values)) : 1;
  return { steps, units, values, scale, low: -high, high };
}

/** The size that all but one in a hundred keep to. */
function reach(values: Float32Array): number {
  const stride = Math.max(1, Math.floor(values.length / 4000));
  const sizes = Float32Array.from({ length: Math.ceil(values.length / stride) }, (_, n) => Math.abs(values[n * stride]!)).sort();
  return Math.ceil(10 * (sizes[Math.floor(sizes.length * 0.99)] ?? 0)) / 10;
}

/** The same with the scale of one unit: about its mean, as far as nearly all of its values reach. */
export function ofUnit(whole: Field, unit: number): Field {
  const { steps, units, values, scale } = whole;
  const its = Float32Array.from({ length: steps }, (_, step) => values[step * units + unit]!);
  const mean = its.reduce((sum, value) => sum + value, 0) / steps;
  const away = its.map((value) => Math.abs(value - mean)).sort();
  const reach = Math.max(0.005, away[Math.floor(steps * 0.98)]!);
  if (scale === 'signed') return { ...whole, low: mean - reach, high: mean + reach };
  return { ...whole, low: Math.max(0, mean - reach), high: Math.min(1, mean + reach) };
}

/** As many of its steps as a small picture shows. */
export function thinned(whole: Field, most: number): Field {
  const { steps, units, values } = whole;
  const stride = Math.ceil(steps / most);
  if (stride === 1) return whole;
  const kept = Math.floor(steps / stride);
  const few = new Float32Array(kept * units);
  for (let n = 0; n < kept; n++) few.set(values.subarray(n * stride * units, (n * stride + 1) * units), n * units);
  return { ...whole, steps: kept, values: few };
}

/** A picture of one pixel a value: a column a step, a row for each unit of `order`. */
export function picture({ steps, units, values, scale, low, high }: Field, order: ArrayLike<number>): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = steps;
  canvas.height = units;
  const { pixels } = colours(scale);
  const image = new ImageData(steps, units);
  const out = new Uint32Array(image.data.buffer);
  const slope = (shades - 1) / (high - low);
  for (let row = 0; row < units; row++) {
    const unit = order[row]!;
    for (let step = 0; step < steps; step++) {
      const place = (values[step * units + unit]! - low) * slope + 0.5;
      out[row * steps + step] = pixels[place < 0 ? 0 : place >= shades ? shades - 1 : place | 0]!;
    }
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}

/** Rows in the order of the units. */
export const byNumber = (units: number): Uint16Array => Uint16Array.from({ length: units }, (_, unit) => unit);

export const shadeOf = ({ low, high }: Field, value: number): number => shade(value, low, high);
