// A flow with one more layer, or with its last layer changed.
import { type Layer, layers } from '../../../api/layers.js';
import { Tensor } from '../../../values/tensor.js';
import type { Node } from './graph.js';
import type { Axis, Constant, Entry, Flow, Part, Role } from './values.js';

/** The one part of a flow that has no directions apart. */
export function only(node: Node, { parts }: Flow): Part {
  const [part, ...others] = parts;
  if (part && others.length === 0 && part.half === undefined) return part;
  throw node.refuse('both directions of a layer together', 'one of them', 'concatenate them first');
}

export function withEntries(node: Node, flow: Flow, change: (entries: readonly Entry[]) => readonly Entry[], axes = flow.axes): Flow {
  return { ...flow, axes, parts: [{ entries: change(only(node, flow).entries) }] };
}

/** `axes`: where they become others. */
export const extended = (node: Node, flow: Flow, layer: Layer, weights: Record<string, Tensor> = {}, axes?: readonly Axis[]): Flow =>
  withEntries(node, flow, (entries) => [...entries, { id: {}, layer, weights }], axes);

/** The axes with so many features. @throws TypeError unless they are the last. */
export function withFeatures(node: Node, { axes }: Flow, size: number): readonly Axis[] {
  const last = axes.at(-1);
  if (!last || (last.role ?? 'features') !== 'features') throw node.refuse('features as the last axis', last?.role ?? 'none');
  last.role = 'features';
  return [...axes.slice(0, -1), { role: 'features', size }];
}

/** Axes that nothing has told yet are taken for what they are here. */
export function settle(axes: readonly Axis[]): void {
  const usual: readonly Role[] = axes.length === 2 ? ['batch', 'features'] : ['batch', 'time', 'features'];
  if (axes.length !== usual.length) return;
  axes.forEach((axis, n) => { axis.role ??= usual[n]; });
}

/** A constant for every feature: a row of as many, or one number for all. */
export function ofFeatures(node: Node, { axes }: Flow, { data, shape }: Constant): Float32Array {
  const size = axes.at(-1)?.role === 'features' || axes.at(-1)?.role === undefined ? axes.at(-1)!.size : Number.NaN;
  const isRow = shape.slice(0, -1).every((extent) => extent === 1);
  if (isRow && data.length === size) return Float32Array.from(data);
  if (data.length === 1 && size >= 1) return new Float32Array(size).fill(data[0]!);
  throw node.refuse('a constant for each feature', `one of shape [${shape.join(', ')}]`);
}

/** Entries, by their ids, that stand for a product with constants and a sum with them. */
export const affine = new WeakSet<object>();

const epsilon = 1e-3;

/** y = x scale + shift, as a batch normalization of mean 0 and variance 1. */
export function scaled(node: Node, flow: Flow, scale: Float32Array, shift: Float32Array): Flow {
  const size = scale.length;
  const row = (data: Float32Array) => new Tensor(data, [size]);
  const weights = {
    weight: row(scale),
    bias: row(shift),
    running_mean: row(new Float32Array(size)),
    running_var: row(new Float32Array(size).fill(1 - epsilon)),
  };
  return extended(node, flow, layers.batchNormalization({ epsilon }), weights, withFeatures(node, flow, size));
}

/** Its options, whatever kind it is. */
export const optionsOf = (entry: Entry | undefined) => (entry?.layer ?? {}) as { type?: string; activation?: string; useBias?: boolean };

/** The layer with other options, and with more weights. */
export const changed = (entry: Entry, options: object, weights: Record<string, Tensor> = {}): Entry => ({
  ...entry,
  layer: { ...entry.layer, ...options } as Layer,
  weights: { ...entry.weights, ...weights },
});
