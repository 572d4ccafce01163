// Descriptions of layers: plain objects, which the core reads and completes with its own defaults.

/** Of a first layer: `[T or null, features]`. */
export type SequenceShape = readonly [number | null, number];

export interface EmbeddingOptions {
  /** Tokens are 0 ... inputDim - 1. */
  inputDim: number;
  outputDim: number;
  /** Token 0 is padding: later layers, loss and metrics pass over it. Default false. */
  maskZero?: boolean;
  name?: string;
}

export interface LstmOptions {
  units: number;
  /** Give h of every step, `[B, T, units]`, and not of the last one only, `[B, units]`. Default false. */
  returnSequences?: boolean;
  /** Go on from the state that the batch before left, until `resetStates()`. Default false. */
  stateful?: boolean;
  /** Read the sequence from its end. Default false. */
  goBackwards?: boolean;
  /** Default true. */
  useBias?: boolean;
  /** Start the forget gate's bias at 1. Default true. */
  unitForgetBias?: boolean;
  /** Share of the inputs that is left out in training, in [0, 1). Default 0. */
  dropout?: number;
  /** Share of h that is left out on its way to the next step in training, in [0, 1). Default 0. */
  recurrentDropout?: number;
  inputShape?: SequenceShape;
  name?: string;
}

export interface BidirectionalOptions {
  /** What reads from both ends, made by `layers.lstm`. */
  layer: Layer;
  /** How the two directions' outputs become one. Default `'concat'`. */
  mergeMode?: 'concat' | 'sum' | 'ave' | 'mul';
  name?: string;
}

export interface DenseOptions {
  units: number;
  /** Default `'linear'`. */
  activation?: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';
  /** Default true. */
  useBias?: boolean;
  /** Of a first layer: `[features]` or `[T or null, features]`. */
  inputShape?: readonly [number] | SequenceShape;
  name?: string;
}

export interface DropoutOptions {
  /** Share of the inputs that is left out in training, in [0, 1). */
  rate: number;
  name?: string;
}

export interface LayerNormalizationOptions {
  /** Added to the variance. Default 1e-3. */
  epsilon?: number;
  name?: string;
}

export type Layer =
  | ({ type: 'embedding' } & EmbeddingOptions)
  | ({ type: 'lstm' } & LstmOptions)
  | ({ type: 'bidirectional' } & BidirectionalOptions)
  | ({ type: 'dense' } & DenseOptions)
  | ({ type: 'dropout' } & DropoutOptions)
  | ({ type: 'layerNormalization' } & LayerNormalizationOptions);

export const layers = {
  /** Tokens `[B, T]` to vectors `[B, T, outputDim]`. */
  embedding: (options: EmbeddingOptions): Layer => ({ ...options, type: 'embedding' }),
  /** `[B, T, I]` to `[B, units]` or `[B, T, units]`. */
  lstm: (options: LstmOptions): Layer => ({ ...options, type: 'lstm' }),
  /** An LSTM from either end of the sequence, and their outputs made one. */
  bidirectional: (options: BidirectionalOptions): Layer => ({ ...options, type: 'bidirectional' }),
  /** A linear map of the last axis, so also of every time step, and an activation. */
  dense: (options: DenseOptions): Layer => ({ ...options, type: 'dense' }),
  /** Leaves inputs out at random in training, and scales up the others. */
  dropout: (options: DropoutOptions): Layer => ({ ...options, type: 'dropout' }),
  /** Brings the last axis to mean 0 and variance 1, then scales and shifts it as learned. */
  layerNormalization: (options: LayerNormalizationOptions = {}): Layer => ({
    ...options,
    type: 'layerNormalization',
  }),
};
