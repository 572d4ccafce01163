// What a stack of layers takes, and tells.
import type { Callbacks } from '../fit/callbacks.js';
import type { Names } from '../values/expect.js';
import type { Logs } from '../values/logs.js';
import type { StatesInput } from '../wire/states.js';
import type { Data } from './data.js';
import type { Layer } from './layers.js';
import type { Optimizer } from './optimizers.js';

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** At least one, made by `layers`; the first an embedding, or a layer with `inputShape`. */
  layers: Layer[];
  /** Of the starting weights, the shuffles and dropout: the same seed gives the same numbers. Default 0. */
  seed?: number;
}

/** @internal */
export const sequentialNames: Names<SequentialOptions> = { layers: true, seed: true };

/** Names of losses. */
export type Loss =
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'ctc';

/** Options of `compile()`. */
export interface CompileOptions {
  /**
   * Between outputs z, before a sigmoid or softmax, and targets y, as a mean over samples and unmasked
   * steps:
   * - `binaryCrossentropy`, after a sigmoid: max(z, 0) - z y + log(1 + exp(-|z|)), y in 0 ... 1
   * - `categoricalCrossentropy`, after a softmax: sum of y (log sum exp(z) - z), y `[N, K]`
   * - `sparseCategoricalCrossentropy`: the same for labels y, `[N]` or, of sequences, `[N, T]`
   * - `meanSquaredError`: (z - y)^2, `meanAbsoluteError`: |z - y|, of outputs as they are
   * - `ctc`, of sequences without an activation in the end: -log of the probability that the steps say the labels y,
   *   `[N]` lists of any length, at whatever steps (Graves et al., 2006); as a mean over samples. The last class is the
   *   blank between labels. {@link decodeCtc} tells what is said
   */
  loss: Loss | readonly Loss[] | Readonly<Record<string, Loss>>;
  /** How much the loss of each output counts in the sum; if left out, 1. */
  lossWeights?: readonly number[] | Readonly<Record<string, number>>;
  /** Default `'adam'`. */
  optimizer?: Optimizer;
  /**
   * What else is logged: `accuracy`, of a cross-entropy, the share of right answers; `mse` and `mae`,
   * the mean squared and absolute error of the outputs; `editDistance`, of `ctc`: how many labels must be changed, put
   * in or left out of what the steps say, by the number of labels in y. Default none.
   */
  metrics?: ('accuracy' | 'mse' | 'mae' | 'editDistance')[];
}

/** @internal */
export const compileNames: Names<CompileOptions> = { loss: true, lossWeights: true, optimizer: true, metrics: true };

/** Options of `Sequential.fit()`. */
export interface FitOptions {
  /** Passes over the data, `initialEpoch` included. Default 1. */
  epochs?: number;
  /** Samples an update. At least 1. Default 32. */
  batchSize?: number;
  /** Take the samples in a new order every epoch. Default true. */
  shuffle?: boolean;
  /** To score after every epoch, with weights of its samples if any. */
  validationData?: [x: Data, y: Data, sampleWeight?: Data];
  /** In its place: share of the samples, the last ones, that are set aside for it, in [0, 1). Default 0. */
  validationSplit?: number;
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`; if left out, 1. */
  sampleWeight?: Data;
  /**
   * In its place: what samples, or steps, count by their class, of a cross-entropy; 1 where it is not
   * named. Validation data always count 1.
   */
  classWeight?: Record<number, number>;
  /** The epoch to begin with, 0 to `epochs`: for a fit that is resumed. Default 0. */
  initialEpoch?: number;
  /** Functions, or one of `callbacks`, or both in one object, or several of these in an array. */
  callbacks?: Callbacks | Callbacks[];
  /** Ends the fit between two steps: it rejects with the signal's reason, an AbortError. */
  signal?: AbortSignal;
}

/** @internal */
export const fitNames: Names<FitOptions> = {
  epochs: true,
  batchSize: true,
  shuffle: true,
  validationData: true,
  validationSplit: true,
  sampleWeight: true,
  classWeight: true,
  initialEpoch: true,
  callbacks: true,
  signal: true,
};

/** Options of `evaluate()`. */
export interface EvaluateOptions {
  /** Samples at a time: of speed and memory alone. At least 1. Default 32. */
  batchSize?: number;
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`; if left out, 1. */
  sampleWeight?: Data;
}

/** @internal */
export const evaluateNames: Names<EvaluateOptions> = { batchSize: true, sampleWeight: true };

/** Options of `predict()`. */
export interface PredictOptions {
  /** Samples at a time: of speed and memory alone. At least 1. Default 32. */
  batchSize?: number;
  /** What the recurrent layers begin with, in place of zeros. */
  states?: StatesInput;
}

/** @internal */
export const predictNames: Names<PredictOptions> = { batchSize: true, states: true };

/** Options of `trainOnBatch()`. */
export interface TrainOnBatchOptions {
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`; if left out, 1. */
  sampleWeight?: Data;
}

/** @internal */
export const trainOnBatchNames: Names<TrainOnBatchOptions> = { sampleWeight: true };

/** What a fit did: one entry an epoch. */
export interface History {
  /** Their numbers, counted from 0. */
  epoch: number[];
  /** Loss and metrics by name, of training (as it learned) and of validation; and the learning rate. */
  history: { [name in keyof Logs]?: number[] };
}
