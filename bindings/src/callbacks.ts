// What a fit may call, and the callbacks that come with the package.
import type { Logs } from './raw.js';

/** Functions that a fit calls. It waits for one that returns a promise, and rejects if that does. */
export interface FitCallbacks {
  /** Before the first epoch. */
  onTrainBegin?(): unknown;
  /** After the last epoch, but not after a fit that was aborted. */
  onTrainEnd?(): unknown;
  /** Before an epoch, counted from 0. */
  onEpochBegin?(epoch: number): unknown;
  /** After an epoch and its validation: the means over the epoch, and those of the validation data. */
  onEpochEnd?(epoch: number, logs: Logs): unknown;
  /** Before a batch, counted from 0 in every epoch. */
  onBatchBegin?(batch: number): unknown;
  /** After a batch: its loss and metrics before its update. */
  onBatchEnd?(batch: number, logs: Logs): unknown;
}

/** Options of {@link callbacks}`.earlyStopping`. */
export interface EarlyStoppingOptions {
  /** The name of a value among an epoch's logs. Default `'val_loss'`. */
  monitor?: keyof Logs;
  /** Epochs without a better value that are borne. Default 0. */
  patience?: number;
  /** Less than this is no better. At least 0. Default 0. */
  minDelta?: number;
  /** What better means. Default `'auto'`: a larger accuracy, a smaller anything else. */
  mode?: 'auto' | 'min' | 'max';
  /** Give the model the weights of its best epoch when the fit is stopped. Default false. */
  restoreBestWeights?: boolean;
}

/** Ends a fit when it no longer helps. */
export interface EarlyStopping {
  /** When that is. */
  earlyStopping: EarlyStoppingOptions;
}

/** Functions of one's own, or one of {@link callbacks}. */
export type Callbacks = FitCallbacks | EarlyStopping;

/** Callbacks that come with the package. */
export const callbacks = {
  /**
   * Ends a fit when the monitored value has not become better for a while, after Keras's. The fit
   * rejects with TypeError for a value that its logs do not have, such as `val_loss` without
   * validation data.
   */
  earlyStopping: (options: EarlyStoppingOptions = {}): EarlyStopping => ({ earlyStopping: options }),
};
