// Descriptions of layers: plain objects, which the core reads and completes with its own defaults.
// B: samples of a batch, T: time steps, I: features of a step.
import type { Tensor } from '../values/tensor.js';
import { type DescribedBy, described, expectWith, type MakersOf } from './described.js';

/** What a first layer reads: `[T or null, I]`, null for sequences of any length. */
export type SequenceShape = readonly [number | null, number];

/** What every layer takes. */
export interface LayerOptions {
  /**
   * Its name in the summary and in the state dict. If left out, as in Keras: `lstm` for the first
   * LSTM, then `lstm_1`, `lstm_2`, ...; `gru`, `simple_rnn`, `layer_normalization`.
   */
  name?: string;
  /**
   * Whether it learns; false: its weights stay as they are, and cost no gradient. `setTrainable` of the
   * model changes it later. Default true.
   */
  trainable?: boolean;
}

/** Options of {@link layers}`.embedding`. */
export interface EmbeddingOptions extends LayerOptions {
  /** Number of different tokens, V: they are 0 ... V - 1. At least 1. */
  inputDim: number;
  /** Length of each token's vector, E. At least 1. */
  outputDim: number;
  /** Token 0 is padding: the layers after it, the loss and the metrics pass it over. Default false. */
  maskZero?: boolean;
}

/**
 * What goes through what inside a recurrent layer:
 * - `tanh`, `sigmoid`, `linear`: as they are
 * - `relu`: max(x, 0)
 * - `hardSigmoid`: min(max(x + 3, 0), 6) / 6, as in Keras 3 (Keras 2 and TensorFlow.js: 0.2 x + 0.5 within 0 ... 1)
 * - `softsign`: x / (1 + |x|)
 */
export type RecurrentActivation = 'tanh' | 'sigmoid' | 'hardSigmoid' | 'relu' | 'linear' | 'softsign';

/** What every recurrent layer takes. */
export interface RecurrentOptions extends LayerOptions {
  /** Length of the state, H. At least 1. */
  units: number;
  /** Give h of every step, `[B, T, units]`, and not of the last one only, `[B, units]`. Default false. */
  returnSequences?: boolean;
  /** Go on from the state that the batch before left, until `resetStates()`. Default false. */
  stateful?: boolean;
  /** Read the sequence from its end, and give the outputs in that order. Default false. */
  goBackwards?: boolean;
  /** Add a bias to what every step's products give. Default true. */
  useBias?: boolean;
  /**
   * Share of the inputs that is left out in training, in [0, 1); one mask a sequence, the same at
   * every step (Gal and Ghahramani, 2016). Default 0.
   */
  dropout?: number;
  /** Likewise of h, on its way to the next step, in [0, 1). Default 0. */
  recurrentDropout?: number;
  /** Of a first layer, which then reads real numbers: `[T or null, I]`. */
  inputShape?: SequenceShape;
}

/** Options of {@link layers}`.lstm`. */
export interface LstmOptions extends RecurrentOptions {
  /** What g and, on its way to h, c go through. The default is the fastest, with that of the gates. Default `'tanh'`. */
  activation?: RecurrentActivation;
  /** What the gates i, f and o go through. Default `'sigmoid'`. */
  recurrentActivation?: RecurrentActivation;
  /** Start the forget gate's bias at 1 (Jozefowicz et al., 2015). Default true. */
  unitForgetBias?: boolean;
}

/** Options of {@link layers}`.gru`. */
export interface GruOptions extends RecurrentOptions {
  /** What n goes through. The default is the fastest, with that of the gates. Default `'tanh'`. */
  activation?: RecurrentActivation;
  /** What the gates r and z go through. Default `'sigmoid'`. */
  recurrentActivation?: RecurrentActivation;
  /**
   * The reset gate acts on the product of h, as in PyTorch and by default in Keras; false: on h before
   * it, as in the paper. Default true.
   */
  resetAfter?: boolean;
}

/** Options of {@link layers}`.simpleRNN`. */
export interface SimpleRnnOptions extends RecurrentOptions {
  /** What h goes through. Default `'tanh'`. */
  activation?: RecurrentActivation;
}

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

/** Options of {@link layers}`.dense`. */
export interface DenseOptions extends LayerOptions {
  /** Length of the output's last axis. At least 1. */
  units: number;
  /** What the outputs go through. Default `'linear'`: nothing. */
  activation?: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';
  /** Add a bias. Default true. */
  useBias?: boolean;
  /** Of a first layer: `[I]`, or `[T or null, I]` for sequences. */
  inputShape?: readonly [number] | SequenceShape;
}

/** Options of {@link layers}`.dropout`. */
export interface DropoutOptions extends LayerOptions {
  /** Share of the inputs that is left out in training, in [0, 1). */
  rate: number;
}

/** Options of {@link layers}`.layerNormalization`. */
export interface LayerNormalizationOptions extends LayerOptions {
  /** Added to the variance. Above 0. Default 1e-3. */
  epsilon?: number;
}

/** Options of {@link layers}`.masking`. */
export interface MaskingOptions extends LayerOptions {
  /** What all numbers of a step are where it is padding. Default 0. */
  maskValue?: number;
  /** `[T or null, I]`. */
  inputShape: SequenceShape;
}

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
    if (layer.layer?.name === undefined) return layer;
    throw new TypeError('lstm: expected the name of bidirectional itself, got one of the layer in it');
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
};

/** What {@link layers} makes: a plain object of the options, with the maker's name as `type`. It may be kept as JSON. */
export type Layer = DescribedBy<typeof rows>;

/** The makers of layers, each under its layer's name. @interface */
export type Layers = MakersOf<typeof rows, Layer>;

/**
 * Makers of layers. Their options are checked when a model is built of them: `sequential()` rejects
 * with TypeError for an unknown option or another type, with RangeError for a number out of range. What
 * is no object of options, or contradicts itself, is a TypeError at once.
 */
export const layers: Layers = rows;
