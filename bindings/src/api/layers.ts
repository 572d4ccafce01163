// Descriptions of layers: plain objects, which the core reads and completes with its own defaults.
// B: samples of a batch, T: time steps, I: features of a step.
import type { Tensor } from '../values/tensor.js';
import type { AdditiveAttentionOptions, AttentionOptions } from './attention-options.js';
import { type DescribedBy, described, expectWith, type MakersOf } from './described.js';
import { type Applicable, applicable } from './graph.js';
import type {
  ActivationOptions,
  AnyShape,
  BatchNormalizationOptions,
  DenseOptions,
  DropoutOptions,
  EmbeddingOptions,
  GaussianNoiseOptions,
  GruOptions,
  LayerNormalizationOptions,
  LayerOptions,
  LstmOptions,
  MaskingOptions,
  SimpleRnnOptions,
  SpatialDropout1DOptions,
} from './layer-options.js';
import type {
  Conv1DOptions,
  Conv2DOptions,
  FlattenOptions,
  GlobalPooling1DOptions,
  PermuteOptions,
  Pooling1DOptions,
  Pooling2DOptions,
  RepeatVectorOptions,
  ReshapeOptions,
  ZeroPadding1DOptions,
} from './window-options.js';

/** Options of {@link layers}`.bidirectional`. */
export interface BidirectionalOptions extends LayerOptions {
  /** What reads from both ends, made by `layers.lstm`, `layers.gru` or `layers.simpleRNN`. */
  layer: Layer;
  /**
   * How the two directions' outputs a and b become one: `[a, b]`, a + b, (a + b) / 2 or a * b.
   * Default `'concat'`.
   */
  mergeMode?: 'concat' | 'sum' | 'ave' | 'mul';
}

/** Options of {@link layers}`.timeDistributed`. */
export interface TimeDistributedOptions extends LayerOptions {
  /** What every step goes through: any layer of vectors, images, or sequences of a fixed number of steps. */
  layer: Layer;
  /** Of a first layer: `[T or null, ...]`. */
  inputShape?: AnyShape;
}

/** Options of layers that make one of several. */
export interface MergeOptions extends LayerOptions {}

/** What there is to see of a recurrent layer at every step, by its cell. */
export interface CellStates {
  /** The gates i, f, g, o, the cell c, the output h. */
  lstm: Record<'i' | 'f' | 'g' | 'o' | 'c' | 'h', Tensor>;
  /** The gates r and z, the new n, the output h. */
  gru: Record<'r' | 'z' | 'n' | 'h', Tensor>;
  /** The output h. */
  simpleRNN: Record<'h', Tensor>;
}

/** The cells that recurrent layers have, by the layers' names. */
export type Cell = keyof CellStates;

/** A row a layer: its name, its options, what it refuses at once. Makers and types are made of it. */
const rows = {
  /**
   * Tokens `[B, T]` to vectors `[B, T, outputDim]`; a first layer. Its table starts normal with
   * deviation 1, as PyTorch's.
   */
  embedding: (options: EmbeddingOptions, ...more: undefined[]) => described('embedding', options, more),
  /**
   * Long short-term memory (Hochreiter and Schmidhuber, 1997; the forget gate of Gers et al., 2000),
   * `[B, T, I]` to `[B, units]` or `[B, T, units]`:
   *
   * ```text
   * i, f, o = sigmoid(W x_t + U h_(t-1) + b)      g = tanh(W x_t + U h_(t-1) + b)
   * c_t = f * c_(t-1) + i * g                     h_t = o * tanh(c_t)
   * ```
   *
   * or by `recurrentActivation` where it says sigmoid, by `activation` where it says tanh. W starts
   * Glorot uniform, U orthogonal, b zero but for the forget gate. A masked step leaves h and c as they
   * are.
   */
  lstm: (options: LstmOptions, ...more: undefined[]) => {
    const layer = described('lstm', options, more);
    if (layer.unitForgetBias === true) expectWith('unitForgetBias', 'useBias', 'lstm', layer.useBias !== false);
    return layer;
  },
  /**
   * Gated recurrent units (Cho et al., 2014), `[B, T, I]` to `[B, units]` or `[B, T, units]`:
   *
   * ```text
   * r, z = sigmoid(W x_t + b + U h_(t-1) + b')
   * n = tanh(W x_t + b + r * (U h_(t-1) + b'))    h_t = (1 - z) * n + z * h_(t-1)
   * ```
   *
   * or, with `resetAfter: false`, without b' and n = tanh(W x_t + b + U (r * h_(t-1))); by
   * `recurrentActivation` where it says sigmoid, by `activation` where it says tanh. W starts Glorot
   * uniform, U orthogonal, b and b' zero. A masked step leaves h as it is.
   */
  gru: (options: GruOptions, ...more: undefined[]) => described('gru', options, more),
  /**
   * The plain recurrent network (Elman, 1990), `[B, T, I]` to `[B, units]` or `[B, T, units]`:
   *
   * ```text
   * h_t = tanh(W x_t + U h_(t-1) + b)
   * ```
   *
   * or by `activation` where it says tanh. W starts Glorot uniform, U orthogonal, b zero. A masked step
   * leaves h as it is.
   */
  simpleRNN: (options: SimpleRnnOptions, ...more: undefined[]) => described('simpleRNN', options, more),
  /**
   * A recurrent layer from either end of the sequence (Schuster and Paliwal, 1997), and their outputs made one:
   * `[B, 2 * units]` for `'concat'`, else `[B, units]`, with the time axis where the layer has
   * `returnSequences`.
   */
  bidirectional: (options: BidirectionalOptions, ...more: undefined[]) => {
    const layer = described('bidirectional', options, more);
    expectNameless(layer);
    return layer;
  },
  /**
   * activation(W x + b) on the last axis, `[B, I]` to `[B, units]`, so also at every step, `[B, T, I]`
   * to `[B, T, units]`. W starts Glorot uniform, b zero.
   */
  dense: (options: DenseOptions, ...more: undefined[]) => described('dense', options, more),
  /** In training sets a share of its inputs to 0 and multiplies the others by 1 / (1 - rate). Not a first layer. */
  dropout: (options: DropoutOptions, ...more: undefined[]) => described('dropout', options, more),
  /**
   * Brings the last axis to mean 0 and variance 1, then scales and shifts it as learned (Ba, Kiros
   * and Hinton, 2016). Not a first layer.
   */
  layerNormalization: (options: LayerNormalizationOptions = {}, ...more: undefined[]) =>
    described('layerNormalization', options, more),
  /**
   * For sequences that come padded, a first layer: gives its inputs as they are, and the layers after it,
   * the loss and the metrics pass over the steps whose numbers are all `maskValue`. Sequences of unequal
   * lengths, given as such, need none.
   */
  masking: (options: MaskingOptions, ...more: undefined[]) => described('masking', options, more),
  /** What the layers before it give, through an activation. Not a first layer. */
  activation: (options: ActivationOptions, ...more: undefined[]) => described('activation', options, more),
  /**
   * Brings each number of a row to mean 0 and variance 1 over the rows of the batch that are no padding, then scales
   * and shifts it as learned (Ioffe and Szegedy, 2015). Out of training, and with `trainable: false`, the mean and the
   * variance are the moving ones, which every step of a fit moves; with threads, every slice of a batch by its own.
   */
  batchNormalization: (options: BatchNormalizationOptions = {}, ...more: undefined[]) =>
    described('batchNormalization', options, more),
  /**
   * A linear map of each window of steps, `[B, T, I]` to `[B, T', filters]`. W starts Glorot uniform, b zero. Of
   * sequences of unequal lengths each is convolved as if it were alone.
   */
  conv1D: (options: Conv1DOptions, ...more: undefined[]) => described('conv1D', options, more),
  /** The same over images `[B, height, width, channels]`, also over one at every step. */
  conv2D: (options: Conv2DOptions, ...more: undefined[]) => described('conv2D', options, more),
  /** The largest of each feature within a window of steps. */
  maxPooling1D: (options: Pooling1DOptions = {}, ...more: undefined[]) => described('maxPooling1D', options, more),
  /** The largest of each channel within a window of pixels. */
  maxPooling2D: (options: Pooling2DOptions = {}, ...more: undefined[]) => described('maxPooling2D', options, more),
  /** The mean of each feature within a window of steps. */
  averagePooling1D: (options: Pooling1DOptions = {}, ...more: undefined[]) => described('averagePooling1D', options, more),
  /** The mean of each channel within a window of pixels. */
  averagePooling2D: (options: Pooling2DOptions = {}, ...more: undefined[]) => described('averagePooling2D', options, more),
  /** The largest of each feature over all steps, `[B, T, I]` to `[B, I]`; as in Keras, over masked ones, too. */
  globalMaxPooling1D: (options: GlobalPooling1DOptions = {}, ...more: undefined[]) =>
    described('globalMaxPooling1D', options, more),
  /** The mean of each feature over all steps that are not masked, `[B, T, I]` to `[B, I]`. */
  globalAveragePooling1D: (options: GlobalPooling1DOptions = {}, ...more: undefined[]) =>
    described('globalAveragePooling1D', options, more),
  /** Steps of zeros before and after a sequence. */
  zeroPadding1D: (options: ZeroPadding1DOptions = {}, ...more: undefined[]) => described('zeroPadding1D', options, more),
  /** All numbers of a sample as one vector; of sequences, whose number of steps must be fixed, step after step. */
  flatten: (options: FlattenOptions = {}, ...more: undefined[]) => described('flatten', options, more),
  /** The numbers of a sample in another shape, in the same order. */
  reshape: (options: ReshapeOptions, ...more: undefined[]) => described('reshape', options, more),
  /** The axes of a sample in another order. */
  permute: (options: PermuteOptions, ...more: undefined[]) => described('permute', options, more),
  /** A vector as a sequence of n steps, each of them the vector: `[B, I]` to `[B, n, I]`. */
  repeatVector: (options: RepeatVectorOptions, ...more: undefined[]) => described('repeatVector', options, more),
  /** A layer at every step, by the same weights: `[B, T, ...]` to `[B, T, ...]`. */
  timeDistributed: (options: TimeDistributedOptions, ...more: undefined[]) => {
    const layer = described('timeDistributed', options, more);
    expectNameless(layer);
    return layer;
  },
  /** In training leaves out a share of the features, the same at every step of a sequence. Not a first layer. */
  spatialDropout1D: (options: SpatialDropout1DOptions, ...more: undefined[]) =>
    described('spatialDropout1D', options, more),
  /** The sum of its inputs. In a graph: `layers.add().apply([a, b])`. */
  add: (options: MergeOptions = {}, ...more: undefined[]) => described('add', options, more),
  /** The product of its inputs, number by number. */
  multiply: (options: MergeOptions = {}, ...more: undefined[]) => described('multiply', options, more),
  /** The mean of its inputs. */
  average: (options: MergeOptions = {}, ...more: undefined[]) => described('average', options, more),
  /** Its inputs side by side, along the last axis. */
  concatenate: (options: MergeOptions = {}, ...more: undefined[]) => described('concatenate', options, more),
  /**
   * What every step of a query sees of a sequence (Luong et al., 2015), `[B, Tq, D]` and `[B, Tv, E]` to `[B, Tq, E]`.
   * In a graph: `layers.attention().apply([query, value])`, or `[query, value, key]` where what is compared is not
   * what is given; else key is value.
   *
   * ```text
   * a_i = softmax over j of scale q_i . k_j      y_i = sum over j of a_ij v_j
   * ```
   *
   * With `scoreMode: 'concat'`, of the sum of weight tanh(scale (q_i + k_j)). Masked steps are not looked at.
   */
  attention: (options: AttentionOptions = {}, ...more: undefined[]) => described('attention', options, more),
  /** The same with scores as in Bahdanau et al., 2015: the sum of scale tanh(q_i + k_j). */
  additiveAttention: (options: AdditiveAttentionOptions = {}, ...more: undefined[]) =>
    described('additiveAttention', options, more),
  /** In training adds noise that is normal around 0. */
  gaussianNoise: (options: GaussianNoiseOptions, ...more: undefined[]) => described('gaussianNoise', options, more),
};

type Described = DescribedBy<typeof rows>;

/** The parts of what cells carry. */
export const parts: Record<Cell, readonly string[]> = { lstm: ['h', 'c'], gru: ['h'], simpleRNN: ['h'] };

/** How many outputs a layer has, if it is one. */
function outputs(layer: unknown): number {
  const { type, layer: within, returnState } = (layer ?? {}) as { type?: Cell | 'bidirectional'; layer?: unknown; returnState?: unknown };
  if (type === 'bidirectional') return 2 * outputs(within) - 1;
  return returnState === true ? 1 + (parts[type!]?.length ?? 0) : 1;
}

/** Throws TypeError where a layer in another one is named, whose name is that of the other one. */
function expectNameless({ type, layer }: { type: string; layer?: { name?: string } }): void {
  if (layer?.name === undefined) return;
  throw new TypeError(`lstm: expected the name of ${type} itself, got one of the layer in it`);
}

/** What {@link layers} makes: a plain object of the options, with the maker's name as `type`. It may be kept as JSON. */
export type Layer = DescribedBy<typeof rows> & Partial<Applicable>;

/** The makers of layers, each under its layer's name. @interface */
export type Layers = MakersOf<typeof rows, Layer & Applicable>;

/**
 * Makers of layers. Their options are checked when a model is built of them: `sequential()` rejects
 * with TypeError for an unknown option or another type, with RangeError for a number out of range. What
 * is no object of options, or contradicts itself, is a TypeError at once.
 */
export const layers: Layers = Object.fromEntries(
  Object.entries(rows).map(([type, maker]) => [type, (...args: never[]) => {
    const layer = (maker as (...args: never[]) => Described)(...args);
    return applicable(layer, outputs(layer));
  }]),
) as unknown as Layers;
