// Descriptions of layers and optimizers: plain objects, which the core reads and completes with its
// own defaults.

export interface EmbeddingOptions {
  /** Tokens are 0 ... inputDim - 1. */
  inputDim: number;
  outputDim: number;
  name?: string;
}

export interface LstmOptions {
  units: number;
  /** Give h of every step, `[B, T, units]`, and not of the last one only, `[B, units]`. */
  returnSequences?: boolean;
  useBias?: boolean;
  /** Start the forget gate's bias at 1. */
  unitForgetBias?: boolean;
  /** Of a first layer: `[T or null, features]`. */
  inputShape?: readonly [number | null, number];
  name?: string;
}

export interface DenseOptions {
  units: number;
  activation?: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax';
  useBias?: boolean;
  /** Of a first layer: `[features]` or `[T or null, features]`. */
  inputShape?: readonly [number] | readonly [number | null, number];
  name?: string;
}

export type Layer =
  | ({ type: 'embedding' } & EmbeddingOptions)
  | ({ type: 'lstm' } & LstmOptions)
  | ({ type: 'dense' } & DenseOptions);

export const layers = {
  /** Tokens `[B, T]` to vectors `[B, T, outputDim]`. */
  embedding: (options: EmbeddingOptions): Layer => ({ type: 'embedding', ...options }),
  /** `[B, T, I]` to `[B, units]` or `[B, T, units]`. */
  lstm: (options: LstmOptions): Layer => ({ type: 'lstm', ...options }),
  /** A linear map of the last axis, so also of every time step, and an activation. */
  dense: (options: DenseOptions): Layer => ({ type: 'dense', ...options }),
};

export interface AdamOptions {
  /** Default 1e-3. */
  learningRate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Largest L2 norm of all gradients together; 0: no limit. */
  clipNorm?: number;
}

export type Optimizer = 'adam' | ({ type: 'adam' } & AdamOptions);

export const optimizers = {
  /** Kingma and Ba (2015). */
  adam: (options: AdamOptions = {}): Optimizer => ({ type: 'adam', ...options }),
};
