// What a fit tells while it goes on.

/** Loss and metrics by name: means over samples and unmasked steps. Those of validation data begin with `val_`. */
export interface Logs {
  /** In nats for the cross-entropies. */
  loss: number;
  /** Share of right answers, 0 ... 1. */
  accuracy?: number;
  /** Mean squared error. */
  mse?: number;
  /** Mean absolute error. */
  mae?: number;
  /** Labels to be changed, put in or left out, by the number of labels that there should be. */
  editDistance?: number;
  /** Of a batch or a step; of an epoch, that of its last. */
  learningRate?: number;
  /** Of validation data. */
  val_loss?: number;
  /** Of validation data. */
  val_accuracy?: number;
  /** Of validation data. */
  val_mse?: number;
  /** Of validation data. */
  val_mae?: number;
  /** Of validation data. */
  val_editDistance?: number;
}

/** What `onStep` is told. */
export interface StepLogs {
  /** Steps done so far, those before `initialStep` included. */
  step: number;
  /** Mean loss of this step's tokens, in nats, before its update; an epoch's last step may have fewer. */
  loss: number;
  /** Smoothed over the last dozen steps or so. */
  tokensPerSecond: number;
  /** Of this step. */
  learningRate: number;
}
