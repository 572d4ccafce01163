// What a fit has to tell: its logs, to the callbacks; and whether one of them ends it early.
import type { Callbacks, EarlyStopping, FitCallbacks } from './callbacks.js';
import { callbackNames, expectObject } from './expect.js';
import { type Log, type Logs, type Raw, type RawEarlyStopping, type RawModel, type RawTrainer, text } from './raw.js';

/** Loss and metrics by their names. */
export function named(names: readonly (keyof Logs)[], log: Log, prefix = ''): Logs {
  return Object.fromEntries(names.map((name, which) => [prefix + name, log(which)])) as Partial<Logs> as Logs;
}

/** What a trainer has to tell of its last batch and of the epoch so far. */
export function logsOf(trainer: RawTrainer, names: readonly (keyof Logs)[], validates: boolean) {
  return {
    batch: () => named(names, (which) => trainer.batchLog(which)),
    epoch: (): Logs => ({
      ...named(names, (which) => trainer.epochLog(which)),
      ...(validates ? named(names, (which) => trainer.validationLog(which), 'val_') : {}),
    }),
  };
}

type Given = Callbacks | Callbacks[] | undefined;
const listed = (given: Given = []) => (Array.isArray(given) ? given : [given]);
const isStopping = (one: Callbacks): one is EarlyStopping => 'earlyStopping' in one;

/**
 * Watches the epochs, and puts the best weights back when one of the callbacks ends the fit. Throws
 * TypeError for a value that the logs will not have.
 */
export function stopsEarly(raw: Raw, model: RawModel, callbacks: Given, logged: readonly string[]) {
  const all: RawEarlyStopping[] = [];
  const free = () => {
    for (const stopping of all) stopping.delete();
  };
  try {
    for (const { earlyStopping } of listed(callbacks).filter(isStopping)) {
      expectObject(earlyStopping, 'earlyStopping');
      const stopping = raw.newEarlyStopping(text(earlyStopping));
      all.push(stopping);
      if (logged.includes(stopping.monitor())) continue;
      throw new TypeError(
        `lstm: expected earlyStopping to monitor one of ${logged.join(', ')}; got '${stopping.monitor()}'`,
      );
    }
  } catch (error) {
    free();
    throw error;
  }
  return {
    free,
    ends(epoch: number, logs: Logs): boolean {
      let ends = false;
      for (const stopping of all) {
        const value = logs[stopping.monitor()]!;
        if (!stopping.update(epoch, value, model)) continue;
        stopping.restore(model);
        ends = true;
      }
      return ends;
    },
  };
}

type Event = 'begin' | 'batch' | 'validation' | 'epoch' | 'stop' | 'end';

/** Tells the callbacks what just happened and what comes next; nothing where there are none. */
export function reporter(trainer: RawTrainer, logs: ReturnType<typeof logsOf>, callbacks: Given) {
  const each = listed(callbacks).filter((one): one is FitCallbacks => !isStopping(one));
  const asked = new Set(each.flatMap((one) => callbackNames.sequential.filter((name) => one[name])));
  if (asked.size === 0) return undefined;
  const call = async (name: keyof FitCallbacks, ...args: unknown[]) => {
    for (const one of each) await (one[name] as ((...passed: unknown[]) => unknown) | undefined)?.(...args);
  };
  const beginBatch = async (epoch: number, batch: number) => {
    if (epoch >= trainer.epochs() || batch >= trainer.batches()) return;
    if (batch === 0) await call('onEpochBegin', epoch);
    await call('onBatchBegin', batch);
  };
  return async (event: Event, closed?: Logs) => {
    const epoch = trainer.epoch();
    const batch = trainer.batch();
    if (event === 'begin') {
      await call('onTrainBegin');
      await beginBatch(epoch + 1, 0);
    }
    if (event === 'batch') {
      if (asked.has('onBatchEnd')) await call('onBatchEnd', batch, logs.batch());
      await beginBatch(epoch, batch + 1);
    }
    if (event === 'epoch' || event === 'stop') {
      await call('onEpochEnd', epoch, closed);
      if (event === 'epoch') await beginBatch(epoch + 1, 0);
    }
    if (event === 'end') await call('onTrainEnd');
  };
}
