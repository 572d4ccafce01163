// How a stack of layers learns from a data set, a step at a time.

import type { Logs } from '../values/logs.js';
import { fitEvents, fitNumbers, type Work } from '../wire/raw.js';
import { named, shortest, type Training } from './fit.js';

/** A trainer, as the course of a fit drives it. */
export function trainingOf(trainer: Work, names: readonly (keyof Logs)[], validates: boolean): Training {
  let open = false; // is there an epoch that has begun?
  const logs = (which: number, prefix?: string) => named(names, trainer.logs(which), prefix);
  const rate = () => ({ learningRate: shortest(fitNumbers(trainer).learningRate) });
  return {
    step() {
      const event = fitEvents[trainer.step()]!;
      open = event === 'batch' || event === 'validation';
      return event;
    },
    place: () => fitNumbers(trainer),
    next() {
      const at = fitNumbers(trainer);
      const [epoch, batch] = open ? [at.epoch, at.batch + 1] : [at.epoch + 1, 0];
      return epoch < at.epochs && batch < at.batches ? { epoch, batch } : undefined;
    },
    afterBatch: { onBatchEnd: () => [fitNumbers(trainer).batch, { ...logs(0), ...rate() }] },
    epochLogs: () => ({ ...logs(1), ...(validates && logs(2, 'val_')), ...rate() }),
    stop: () => trainer.stop(),
  };
}

/** Validation data by their names among the inputs. */
export function validationInputs<Data>(data: [x: Data, y: Data, sampleWeight?: Data] | undefined): Record<string, Data | undefined> {
  if (data === undefined) return {};
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw new TypeError('lstm: expected validationData in fit to be [x, y] or [x, y, sampleWeight]');
  }
  const [validationX, validationY, validationWeight] = data;
  return { validationX, validationY, validationWeight };
}
