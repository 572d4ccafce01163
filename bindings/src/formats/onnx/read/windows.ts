// Convolutions and pooling over steps, before which ONNX has the features: [batch, features, time].
import { layers } from '../../../api/layers.js';
import { Tensor } from '../../../values/tensor.js';
import { extended, withEntries } from './extended.js';
import { list } from './folding.js';
import type { Node } from './graph.js';
import type { Axis, Flow, Value } from './values.js';

/** Data of three axes with the features in the middle; what the axes of an input are, turns out here. */
function expectChannels(node: Node, { axes }: Flow): void {
  const wanted = ['batch', 'features', 'time'] as const;
  if (axes.length !== 3 || !axes.every(({ role }, n) => role === undefined || role === wanted[n])) {
    throw node.refuse('[batch, features, time]', `[${axes.map(({ role }) => role ?? 'any').join(', ')}]`, 'images have no way in yet');
  }
  axes.forEach((axis, n) => { axis.role = wanted[n]!; });
}

/** What windows of so many steps make of the data; where it is not known how many there are, it stays so. */
function withSteps({ axes }: Flow, features: number, reach: number, strides: number, { padding, before, after }: Padding): Axis[] {
  const T = axes[2]!.size;
  const size = padding === 'valid' ? Math.floor((T + before + after - reach - 1) / strides) + 1 : Math.ceil(T / strides);
  return [axes[0]!, { role: 'features', size: features }, { role: 'time', size }];
}

const single = (node: Node, attribute: string, otherwise: number) => (node.ints(attribute) ?? [otherwise])[0]!;

interface Padding {
  padding: 'valid' | 'same' | 'causal';
  /** As a layer of its own. */
  before: number;
  after: number;
}

/** What lies before and after: layers have none, the same on both sides for a step of 1, or zeros as a layer of their own. */
function paddingOf(node: Node, reach: number, strides: number): Padding {
  const auto = node.text('auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER') return { padding: 'same', before: 0, after: 0 };
  if (auto !== 'NOTSET' && auto !== 'VALID') throw node.refuse('auto_pad SAME_UPPER, or pads', auto);
  const [before = 0, after = 0] = node.ints('pads') ?? [];
  const half = Math.floor(reach / 2);
  if (before === 0 && after === 0) return { padding: 'valid', before, after };
  if (strides === 1 && before === half && after === reach - half) return { padding: 'same', before: 0, after: 0 };
  if (before === reach && after === 0) return { padding: 'causal', before: 0, after: 0 };
  return { padding: 'valid', before, after };
}

const padded = (node: Node, flow: Flow, before: number, after: number) =>
  before || after ? extended(node, flow, layers.zeroPadding1D({ padding: [before, after] })) : flow;

export function convolution(node: Node, flow: Flow, [, weight, bias]: readonly (Value | undefined)[]): Flow {
  expectChannels(node, flow);
  if (weight?.kind !== 'constant' || !(weight.data instanceof Float32Array) || weight.shape.length !== 3) throw node.refuse('constant weights [filters, features, steps]', 'others');
  if (bias && (bias.kind !== 'constant' || !(bias.data instanceof Float32Array))) throw node.refuse('constant biases', 'others');
  if (node.int('group', 1) !== 1) throw node.refuse('group 1', `group ${node.int('group', 1)}`);
  const [filters, , kernelSize] = weight.shape as [number, number, number];
  const [strides, dilationRate] = [single(node, 'strides', 1), single(node, 'dilations', 1)];
  const reach = (kernelSize - 1) * dilationRate;
  const around = paddingOf(node, reach, strides);
  const { padding, before, after } = around;
  const layer = layers.conv1D({
    filters,
    kernelSize,
    ...(strides > 1 && { strides }),
    ...(dilationRate > 1 && { dilationRate }),
    ...(padding !== 'valid' && { padding }),
    ...(!bias && { useBias: false }),
  });
  const weights = { weight: new Tensor(weight.data, weight.shape), ...(bias && { bias: new Tensor(bias.data as Float32Array, bias.shape) }) };
  return extended(node, padded(node, flow, before, after), layer, weights, withSteps(flow, filters, reach, strides, around));
}

export function pooling(node: Node, flow: Flow): Flow {
  expectChannels(node, flow);
  const poolSize = single(node, 'kernel_shape', 0);
  const strides = single(node, 'strides', 1);
  const around = paddingOf(node, 0, strides);
  const { padding, before, after } = around;
  if (before || after || node.int('ceil_mode', 0) !== 0 || single(node, 'dilations', 1) !== 1) throw node.refuse('whole windows', 'a padding, ceil_mode or dilations');
  if (padding === 'same' && node.int('count_include_pad', 0) !== 0) throw node.refuse('count_include_pad 0', '1');
  const make = node.operator === 'MaxPool' ? layers.maxPooling1D : layers.averagePooling1D;
  const layer = make({ poolSize, strides, ...(padding === 'same' && { padding }) });
  return extended(node, flow, layer, {}, withSteps(flow, flow.axes[1]!.size, poolSize - 1, strides, around));
}

const globals = { Max: layers.globalMaxPooling1D, Mean: layers.globalAveragePooling1D };

/** All steps as one: an axis of one is left, or none. */
export function overSteps(node: Node, flow: Flow, kind: keyof typeof globals, axis: number, keeps: boolean): Flow {
  const axes = keeps ? flow.axes.map((its, n): Axis => (n === axis ? { role: 'one', size: 1 } : its)) : flow.axes.filter((_, n) => n !== axis);
  return { ...extended(node, flow, globals[kind](), {}, axes), reversed: false };
}

export function globalPooling(node: Node, flow: Flow): Flow {
  expectChannels(node, flow);
  return overSteps(node, flow, node.operator === 'GlobalMaxPool' ? 'Max' : 'Mean', 2, true);
}

/** Zeros before and after the steps. */
export function pad(node: Node, flow: Flow, inputs: readonly (Value | undefined)[]): Flow {
  const pads = list(node, 'pads', inputs[1]) ?? [];
  const rank = flow.axes.length;
  const time = flow.axes.findIndex(({ role }, n) => role === 'time' || (role === undefined && Boolean(pads[n] || pads[n + rank])));
  const others = pads.filter((_, n) => n % rank !== time);
  const value = inputs[2];
  const isZeros = node.text('mode', 'constant') === 'constant' && (!value || (value.kind === 'constant' && value.data[0] === 0));
  if (pads.length !== 2 * rank || time < 0 || others.some((one) => one !== 0) || !isZeros) throw node.refuse('zeros before and after the steps', 'others');
  const axes = flow.axes.map((axis, n): Axis => (n === time ? { role: 'time', size: axis.size + pads[time]! + pads[time + rank]! } : axis));
  return withEntries(node, extended(node, flow, layers.zeroPadding1D({ padding: [pads[time]!, pads[time + rank]!] })), (entries) => entries, axes);
}
