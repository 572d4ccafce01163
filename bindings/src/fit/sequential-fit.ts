// How a stack of layers learns from a data set, a step at a time.

import type { Input } from '../values/input.js';
import type { Logs } from '../values/logs.js';
import { fitEvents, type RawTrainer } from '../wire/raw.js';
import { named, shortest, type Training } from './fit.js';

/** A trainer, as the course of a fit drives it. */
export function trainingOf(trainer: RawTrainer, names: readonly (keyof Logs)[], validates: boolean): Training {
  let open = false; // is there an epoch that has begun?
  const rate = () => ({ learningRate: shortest(trainer.learningRate()) });
  return {
    step() {
      const event = fitEvents[trainer.step()]!;
      open = event === 'batch' || event === 'validation';
      return event;
    },
    place: () => ({ epoch: trainer.epoch(), batch: trainer.batch() }),
    next() {
      const [epoch, batch] = open ? [trainer.epoch(), trainer.batch() + 1] : [trainer.epoch() + 1, 0];
      return epoch < trainer.epochs() && batch < trainer.batches() ? { epoch, batch } : undefined;
    },
    afterBatch: {
      onBatchEnd: () => [trainer.batch(), { ...named(names, (which) => trainer.batchLog(which)), ...rate() }],
    },
    epochLogs() {
      const logs = named(names, (which) => trainer.epochLog(which));
      if (validates) Object.assign(logs, named(names, (which) => trainer.validationLog(which), 'val_'));
      return Object.assign(logs, rate());
    },
    stop: () => trainer.stop(),
  };
}

/** Validation data by their names among the inputs. */
export function validationInputs(data: [x: Input, y: Input, sampleWeight?: Input] | undefined): Record<string, Input | undefined> {
  if (data === undefined) return {};
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw new TypeError('lstm: expected validationData in fit to be [x, y] or [x, y, sampleWeight]');
  }
  const [validationX, validationY, validationWeight] = data;
  return { validationX, validationY, validationWeight };
}
