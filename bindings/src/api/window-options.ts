// Options of layers that look at windows or give numbers in another shape.
import type { Activation, AnyShape, LayerOptions, SequenceShape } from './layer-options.js';

/** One number for both axes, or one each: down and across. */
export type Pair = number | readonly [number, number];

/** Images, their channels last: `[height, width, channels]`. */
export type ImageShape = readonly [number, number, number];

/** What convolutions have in common. */
export interface ConvolutionOptions extends LayerOptions {
  /** Length of the output's last axis. At least 1. */
  filters: number;
  /** What the outputs go through. Default `'linear'`: nothing. */
  activation?: Activation;
  /** Add a bias. Default true. */
  useBias?: boolean;
}

/** Options of {@link layers}`.conv1D`. */
export interface Conv1DOptions extends ConvolutionOptions {
  /** Steps of a window. At least 1. */
  kernelSize: number;
  /** Steps from a window to the next. At least 1; 1 where `dilationRate` is not. Default 1. */
  strides?: number;
  /**
   * What windows see beyond the ends: `valid` nothing, so that fewer steps come out; `same` zeros on both sides;
   * `causal` zeros before the first step, so that no output sees a later step. Default `'valid'`.
   */
  padding?: 'valid' | 'same' | 'causal';
  /** Steps from one that a window sees to the next. At least 1. Default 1. */
  dilationRate?: number;
  /** Of a first layer: `[T or null, I]`. */
  inputShape?: SequenceShape;
}

/** Options of {@link layers}`.conv2D`. */
export interface Conv2DOptions extends ConvolutionOptions {
  /** Pixels of a window, down and across. */
  kernelSize: Pair;
  /** Pixels from a window to the next. Default `[1, 1]`. */
  strides?: Pair;
  /** What windows see beyond the edges: nothing, or zeros. Default `'valid'`. */
  padding?: 'valid' | 'same';
  /** Pixels from one that a window sees to the next. Default `[1, 1]`. */
  dilationRate?: Pair;
  /** Of a first layer. */
  inputShape?: ImageShape;
}

/** Options of {@link layers}`.maxPooling1D` and `.averagePooling1D`. */
export interface Pooling1DOptions extends LayerOptions {
  /** Steps of a window. At least 1. Default 2. */
  poolSize?: number;
  /** Steps from a window to the next. If left out, as `poolSize`. */
  strides?: number;
  /** Whether windows are whole, or may reach beyond the ends, where nothing counts. Default `'valid'`. */
  padding?: 'valid' | 'same';
  /** Of a first layer: `[T or null, I]`. */
  inputShape?: SequenceShape;
}

/** Options of {@link layers}`.maxPooling2D` and `.averagePooling2D`. */
export interface Pooling2DOptions extends LayerOptions {
  /** Pixels of a window, down and across. Default `[2, 2]`. */
  poolSize?: Pair;
  /** Pixels from a window to the next. If left out, as `poolSize`. */
  strides?: Pair;
  /** Whether windows are whole, or may reach beyond the edges, where nothing counts. Default `'valid'`. */
  padding?: 'valid' | 'same';
  /** Of a first layer. */
  inputShape?: ImageShape;
}

/** Options of {@link layers}`.globalMaxPooling1D` and `.globalAveragePooling1D`. */
export interface GlobalPooling1DOptions extends LayerOptions {
  /** Of a first layer: `[T or null, I]`. */
  inputShape?: SequenceShape;
}

/** Options of {@link layers}`.zeroPadding1D`. */
export interface ZeroPadding1DOptions extends LayerOptions {
  /** Steps of zeros before and after. Default `[1, 1]`. */
  padding?: Pair;
  /** Of a first layer: `[T or null, I]`. */
  inputShape?: SequenceShape;
}

/** Options of {@link layers}`.flatten`. */
export interface FlattenOptions extends LayerOptions {
  /** Of a first layer. */
  inputShape?: AnyShape;
}

/** Options of {@link layers}`.reshape`. */
export interface ReshapeOptions extends LayerOptions {
  /**
   * `[features]`, `[steps, features]`, `[height, width, channels]` or `[steps, height, width, channels]`; 0 in the
   * place of one axis: what is left for it.
   */
  targetShape: readonly number[];
  /** Of a first layer. */
  inputShape?: AnyShape;
}

/** Options of {@link layers}`.permute`. */
export interface PermuteOptions extends LayerOptions {
  /** Which axis of the input each axis of the output is, counted from 1: `[2, 1]` swaps steps and features. */
  dims: readonly number[];
  /** Of a first layer. */
  inputShape?: AnyShape;
}

/** Options of {@link layers}`.repeatVector`. */
export interface RepeatVectorOptions extends LayerOptions {
  /** How many steps. At least 1. */
  n: number;
  /** Of a first layer: `[I]`. */
  inputShape?: readonly [number];
}
