// What a fit may call, and the callbacks that come with the package.
import type { Logs } from './raw.js';

/** A fit waits for a callback that returns a promise. */
export interface FitCallbacks {
  onTrainBegin?(): unknown;
  onTrainEnd?(): unknown;
  onEpochBegin?(epoch: number): unknown;
  onEpochEnd?(epoch: number, logs: Logs): unknown;
  onBatchBegin?(batch: number): unknown;
  onBatchEnd?(batch: number, logs: Logs): unknown;
}

export interface EarlyStoppingOptions {
  /** Default `'val_loss'`. */
  monitor?: keyof Logs;
  /** Epochs without a better value that are borne. Default 0. */
  patience?: number;
  /** Less than this is no better. Default 0. */
  minDelta?: number;
  /** What better means; `'auto'`, the default: a larger accuracy, a smaller anything else. */
  mode?: 'auto' | 'min' | 'max';
  /** Give the model the weights of its best epoch when the fit is stopped. Default false. */
  restoreBestWeights?: boolean;
}

/** Ends a fit when it no longer helps. */
export interface EarlyStopping {
  earlyStopping: EarlyStoppingOptions;
}

export type Callbacks = FitCallbacks | EarlyStopping;

export const callbacks = {
  /** Ends a fit when the monitored value has not become better for a while. */
  earlyStopping: (options: EarlyStoppingOptions = {}): EarlyStopping => ({ earlyStopping: options }),
};
