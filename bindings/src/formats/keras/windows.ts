// Layers that look at windows of steps or of pixels. Keras has the kernel's extents first, and filters last.
import { permuted } from '../matrices.js';
import { activationOption } from './activations.js';
import { features, type Kind, type Shape, variable, withFeatures } from './kind.js';
import { as, type Json, only, type Option, word } from './options.js';

/** A number for each axis, which Keras may give as one; of one axis it is one here. */
const perAxis = (ours: string): Option => ({
  ours,
  read: (value) => (Array.isArray(value) && value.length === 1 ? value[0] : (value ?? undefined)),
  write: (value) => (value === undefined ? null : [value].flat()),
});

const channelsLast = only('channels_last', null);

/** Of a window's axis. */
interface Window {
  size: number;
  stride: number;
  rate: number;
  padding: unknown;
}

/** How many windows there are along an axis of so many. */
function windows(extent: number | null, { size, stride, rate, padding }: Window): number | null {
  if (extent === null) return null;
  return padding === undefined || padding === 'valid' ? Math.floor((extent - rate * (size - 1) - 1) / stride) + 1 : Math.ceil(extent / stride);
}

const at = (value: unknown, axis: number) => (Array.isArray(value) ? value[axis] : value) as number;

/** The windows of a layer along each axis but the last. */
const over = (input: Shape, layer: Json, size: unknown, strides: unknown): Shape =>
  input.slice(0, -1).map((extent, axis) =>
    windows(extent, { size: at(size, axis), stride: at(strides, axis), rate: at(layer.dilationRate ?? 1, axis), padding: layer.padding }));

/** @param order - of the kernel's axes, from Keras's to ours, @param back - and the other way */
const convolution = (type: string, axes: number, order: number[], back: number[]): Kind => ({
  type,
  options: {
    filters: as('filters'),
    kernel_size: perAxis('kernelSize'),
    strides: perAxis('strides'),
    padding: word('padding', { valid: 'valid', same: 'same', ...(axes === 1 && { causal: 'causal' }) }),
    dilation_rate: perAxis('dilationRate'),
    activation: activationOption,
    use_bias: as('useBias'),
    data_format: channelsLast,
    groups: only(1),
  },
  output: (layer, input) => withFeatures([...over(input, layer, layer.kernelSize, layer.strides ?? 1), null], layer.filters),
  variables({ filters, kernelSize, useBias }, input) {
    const extents = Array.from({ length: axes }, (_, axis) => at(kernelSize, axis));
    const shape = [...extents, features(input), filters as number];
    const kernel = variable('kernel', shape, 'weight', (tensor) => permuted(tensor, order), (tensor) => permuted(tensor, back));
    return useBias === false ? [kernel] : [kernel, variable('bias', [filters as number], 'bias')];
  },
});

export const conv1D = convolution('conv1D', 1, [2, 1, 0], [2, 1, 0]);
export const conv2D = convolution('conv2D', 2, [3, 2, 0, 1], [2, 3, 1, 0]);

const pooling = (type: string): Kind => ({
  type,
  options: {
    pool_size: perAxis('poolSize'),
    strides: perAxis('strides'),
    padding: word('padding', { valid: 'valid', same: 'same' }),
    data_format: channelsLast,
  },
  output: (layer, input) => [...over(input, layer, layer.poolSize ?? 2, layer.strides ?? layer.poolSize ?? 2), features(input)],
});

export const maxPooling1D = pooling('maxPooling1D');
export const maxPooling2D = pooling('maxPooling2D');
export const averagePooling1D = pooling('averagePooling1D');
export const averagePooling2D = pooling('averagePooling2D');

const globalPooling = (type: string): Kind => ({
  type,
  options: { data_format: channelsLast, keepdims: only(false) },
  output: (_, input) => [features(input)],
});

export const globalMaxPooling1D = globalPooling('globalMaxPooling1D');
export const globalAveragePooling1D = globalPooling('globalAveragePooling1D');

export const zeroPadding1D: Kind = {
  type: 'zeroPadding1D',
  options: { padding: as('padding'), data_format: channelsLast },
  output: ({ padding = 1 }, [T, ...rest]) => [T === null ? null : T! + at(padding, 0) + at(padding, 1), ...rest],
};
