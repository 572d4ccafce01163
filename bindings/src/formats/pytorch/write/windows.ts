// Convolutions and pooling in PyTorch, which has channels before steps and pixels.
import { refusal } from '../../refusal.js';
import type { SavedLayer } from '../../saved.js';
import { activationOf } from './activations.js';
import { type Asked, call, type Written } from './written.js';

type Pair = number | readonly number[];

interface Windows {
  filters?: number;
  kernelSize?: Pair;
  poolSize?: Pair;
  strides?: Pair;
  dilationRate?: Pair;
  padding?: 'valid' | 'same' | 'causal';
}

/** Is it 1 on every axis? */
const isOne = (value: Pair) => [value].flat().every((one) => one === 1);

/** Around what has the channels first; images at every step are as many samples. */
function channelsFirst(axes: number, rank: number, first: (x: string) => string): Written['run'] {
  return ([x], [y]) => {
    const there = axes === 1 ? 'transpose(1, 2)' : 'permute(0, 3, 1, 2)';
    const back = axes === 1 ? 'transpose(1, 2)' : 'permute(0, 2, 3, 1)';
    const atSteps = rank > axes + 2;
    const begin = atSteps ? [`steps = ${x}.shape[:2]`, `${y} = ${x}.flatten(0, 1).${there}`] : [`${y} = ${x}.${there}`];
    return [...begin, `${y} = ${first(y!)}.${back}`, ...(atSteps ? [`${y} = ${y}.unflatten(0, steps)`] : [])];
  };
}

const samePadding = 'use \'valid\' with a padding before it, or strides of 1';

export const convolution = (axes: 1 | 2) => ({ layer, rank, shape }: Asked): Written => {
  const { kernelSize, strides = 1, dilationRate = 1, padding = 'valid' } = layer as Windows;
  if (padding === 'same' && !isOne(strides)) throw refusal(layer, 'padding', 'valid', padding, samePadding);
  const [filters, channels] = shape('weight')!;
  const before = padding === 'causal' ? ((kernelSize as number) - 1) * (dilationRate as number) : 0;
  const module = call(`Conv${axes}d`, [channels!, filters!, kernelSize], {
    stride: isOne(strides) ? undefined : strides,
    dilation: isOne(dilationRate) ? undefined : dilationRate,
    padding: padding === 'same' ? padding : undefined,
    bias: shape('bias') ? undefined : false,
  });
  const activation = activationOf(layer);
  return {
    module,
    run: (inputs, outputs, self) =>
      channelsFirst(axes, rank, (first) => `${self}(${before ? `functional.pad(${first}, (${before}, 0))` : first})`)(inputs, outputs, self),
    ...(activation && { activation }),
  };
};

export const pooling = (kind: 'max' | 'avg', axes: 1 | 2) => ({ layer, rank }: Asked): Written => {
  const { poolSize = 2, strides = poolSize, padding = 'valid' } = layer as SavedLayer & Windows;
  if (padding !== 'valid') throw refusal(layer, 'padding', 'valid', padding, 'windows that reach beyond the ends are not in PyTorch\'s');
  const size = (value: Pair) => (typeof value === 'number' ? value : `(${value.join(', ')})`);
  return { run: channelsFirst(axes, rank, (first) => `functional.${kind}_pool${axes}d(${first}, ${size(poolSize)}, ${size(strides)})`) };
};
