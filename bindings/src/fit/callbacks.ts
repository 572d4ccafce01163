// What a fit may call, and the callbacks that come with the package.
import { expectNoMore } from '../values/expect.js';
import type { Logs, StepLogs } from '../values/logs.js';

/**
 * Functions that a fit calls. It waits for one that returns a promise, and rejects if that does. One that
 * returns false, or a promise of it, ends the fit as `stopTraining` does.
 */
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

/** Those of a language model's fit: a batch is a step there. */
export interface LanguageCallbacks extends FitCallbacks {
  /** After every step. */
  onStep?(logs: StepLogs): unknown;
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
  /** Give the model the weights of its best epoch when the fit ends, whatever ended it but an abort. Default false. */
  restoreBestWeights?: boolean;
}

/** Ends a fit when it no longer helps. */
export interface EarlyStopping {
  /** When that is. */
  earlyStopping: EarlyStoppingOptions;
}

/** Options of {@link callbacks}`.reduceLROnPlateau`. */
export interface ReduceLROnPlateauOptions {
  /** The name of a value among an epoch's logs. Default `'val_loss'`. */
  monitor?: keyof Logs;
  /** What the rate is multiplied by, in (0, 1). Default 0.1. */
  factor?: number;
  /** Epochs without a better value, and the rate falls. Default 10. */
  patience?: number;
  /** Less than this is no better. At least 0. Default 1e-4. */
  minDelta?: number;
  /** Epochs after a fall that are not counted. Default 0. */
  cooldown?: number;
  /** The rate falls no further. At least 0. Default 0. */
  minLearningRate?: number;
  /** What better means. Default `'auto'`: a larger accuracy, a smaller anything else. */
  mode?: 'auto' | 'min' | 'max';
}

/** Lets the learning rate fall when a fit gets no further. */
export interface ReduceLROnPlateau {
  /** When, and how far. */
  reduceLROnPlateau: ReduceLROnPlateauOptions;
}

/** Functions of one's own, or one of {@link callbacks}; or such a one spread among functions. */
export type Callbacks<Functions = FitCallbacks> = Functions & Partial<EarlyStopping & ReduceLROnPlateau>;

/** Callbacks that come with the package. */
export const callbacks = {
  /**
   * Ends a fit when the monitored value has not become better for a while, after Keras's. The fit
   * rejects with TypeError for a value that its logs do not have, such as `val_loss` without
   * validation data.
   */
  earlyStopping(options: EarlyStoppingOptions = {}, ...more: undefined[]): EarlyStopping {
    expectNoMore(more, 'earlyStopping');
    return { earlyStopping: options };
  },
  /**
   * Multiplies the learning rate by `factor` when the monitored value has not become better for
   * `patience` epochs, after Keras's. The fit rejects with TypeError for a value that its logs do not
   * have, and where the rate is a schedule's.
   */
  reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}, ...more: undefined[]): ReduceLROnPlateau {
    expectNoMore(more, 'reduceLROnPlateau');
    return { reduceLROnPlateau: options };
  },
};
