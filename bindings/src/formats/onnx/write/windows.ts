// Convolutions and pooling as nodes of ONNX, which has channels before steps and pixels.
import type { Activation } from '../../../api/layer-options.js';
import { activated } from './activations.js';
import type { Asked } from './asked.js';
import type { Attribute, Graph } from './graph.js';

interface Windows {
  kernelSize?: number | readonly number[];
  poolSize?: number | readonly number[];
  strides?: number | readonly number[];
  dilationRate?: number | readonly number[];
  padding?: 'valid' | 'same' | 'causal';
  activation?: Activation;
}

/** A number for every axis that windows go over. */
const each = (value: number | readonly number[], axes: number) => (typeof value === 'number' ? Array<number>(axes).fill(value) : value);

/** From one window to the next 1: what lies before and after is known; else the runtime finds it, as Keras does. */
function padding({ padding: kind = 'valid' }: Windows, sizes: readonly number[], strides: readonly number[], rates: readonly number[]): Record<string, Attribute> {
  if (kind === 'valid') return {};
  if (kind === 'same' && strides.some((stride) => stride > 1)) return { auto_pad: 'SAME_UPPER' };
  const all = sizes.map((size, axis) => (size - 1) * rates[axis]!);
  const before = kind === 'causal' ? all : all.map((rows) => Math.floor(rows / 2));
  return { pads: [...before, ...all.map((rows, axis) => rows - before[axis]!)] };
}

function windowsOf(layer: Windows, size: number | readonly number[], axes: number): Record<string, Attribute> {
  const { strides = layer.poolSize === undefined && layer.kernelSize !== undefined ? 1 : size, dilationRate = 1 } = layer;
  const [sizes, steps, rates] = [each(size, axes), each(strides, axes), each(dilationRate, axes)];
  const dilated = rates.some((rate) => rate > 1) && { dilations: rates };
  return { kernel_shape: sizes, strides: steps, ...dilated, ...padding(layer, sizes, steps, rates) };
}

/** Around a node that has channels before the axes of windows. */
function channelsFirst(graph: Graph, x: string, axes: number, node: (x: string) => string): string {
  const windows = Array.from({ length: axes }, (_, axis) => axis + 1);
  const y = node(graph.add('Transpose', [x], { perm: [0, axes + 1, ...windows] }));
  return graph.add('Transpose', [y], { perm: [0, ...windows.map((axis) => axis + 1), 1] });
}

export const convolution = (axes: number) => ({ graph, layer, weight }: Asked, x: string): string => {
  const options = layer as Windows;
  const { name } = layer;
  const bias = weight('bias');
  const parameters = [graph.weights(`${name}.weight`, weight('weight')!), ...(bias ? [graph.weights(`${name}.bias`, bias)] : [])];
  const y = channelsFirst(graph, x, axes, (first) => graph.add('Conv', [first, ...parameters], windowsOf(options, options.kernelSize!, axes)));
  return activated(graph, y, options);
};

export const pooling = (operator: 'MaxPool' | 'AveragePool', axes: number) => ({ graph, layer }: Asked, x: string): string => {
  const options = layer as Windows;
  return channelsFirst(graph, x, axes, (first) => graph.add(operator, [first], windowsOf(options, options.poolSize ?? 2, axes)));
};
