// Options of layers, with their defaults in words. B: samples of a batch, T: time steps, I: features of a step.

/** What a first layer reads: `[T or null, I]`, null for sequences of any length. */
export type SequenceShape = readonly [number | null, number];

/**
 * What layers read that may begin with more: `[I]`, `[T or null, I]`, images `[height, width, channels]`, or any of
 * them at every step, `[T or null, ...]`.
 */
export type AnyShape = readonly [number | null, ...number[]];

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
 * - `hardSigmoid`: min(max(x + 3, 0), 6) / 6, as in Keras 3
 * - `hardSigmoidKeras2`: min(max(0.2 x + 0.5, 0), 1), as in Keras 2 and TensorFlow.js
 * - `softsign`: x / (1 + |x|)
 */
export type RecurrentActivation = 'tanh' | 'sigmoid' | 'hardSigmoid' | 'relu' | 'linear' | 'softsign' | 'hardSigmoidKeras2';

/**
 * What the outputs of other layers go through, as Keras has it:
 * - `linear`, `sigmoid`, `tanh`, `softplus`, `softsign`, `exponential`: as they are
 * - `relu`: max(x, 0); `leakyRelu`: 0.2 x below 0; `elu`: exp(x) - 1 below 0; `selu`: 1.0507 times x, or 1.6733 (exp(x) - 1) below 0
 * - `gelu`: x P(x), P the share of the normal distribution below x; `swish`: x sigmoid(x)
 * - `hardSigmoid`: min(max(x + 3, 0), 6) / 6, as in Keras 3; `hardSigmoidKeras2`: min(max(0.2 x + 0.5, 0), 1)
 * - `softmax`: exp(x) over its sum along the last axis
 */
export type Activation =
  | 'linear'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'softmax'
  | 'elu'
  | 'gelu'
  | 'leakyRelu'
  | 'selu'
  | 'softplus'
  | 'softsign'
  | 'swish'
  | 'hardSigmoid'
  | 'hardSigmoidKeras2'
  | 'exponential';

/** What every recurrent layer takes. */
export interface RecurrentOptions extends LayerOptions {
  /** Length of the state, H. At least 1. */
  units: number;
  /** Give h of every step, `[B, T, units]`, and not of the last one only, `[B, units]`. Default false. */
  returnSequences?: boolean;
  /** In a graph, give also the parts of the last state: `[y, h]`, of an LSTM `[y, h, c]`. Default false. */
  returnState?: boolean;
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

/** Options of {@link layers}`.dense`. */
export interface DenseOptions extends LayerOptions {
  /** Length of the output's last axis. At least 1. */
  units: number;
  /** What the outputs go through. Default `'linear'`: nothing. */
  activation?: Activation;
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

/** Options of {@link layers}`.activation`. */
export interface ActivationOptions extends LayerOptions {
  /** What its inputs go through. */
  activation: Activation;
}

/** Options of {@link layers}`.batchNormalization`. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** How much of the moving statistics is left after a step, in [0, 1). Default 0.99. */
  momentum?: number;
  /** Added to the variance. Above 0. Default 1e-3. */
  epsilon?: number;
  /** Add a bias that is learned. Default true. */
  center?: boolean;
  /** Multiply by a weight that is learned. Default true. */
  scale?: boolean;
  /** Of a first layer. */
  inputShape?: AnyShape;
}

/** Options of {@link layers}`.spatialDropout1D`. */
export interface SpatialDropout1DOptions extends LayerOptions {
  /** Share of the features that is left out in training, in [0, 1). */
  rate: number;
}

/** Options of {@link layers}`.gaussianNoise`. */
export interface GaussianNoiseOptions extends LayerOptions {
  /** Standard deviation of what is added. At least 0. */
  stddev: number;
  /** Of a first layer. */
  inputShape?: AnyShape;
}
