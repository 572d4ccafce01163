// Callbacks that come with the package: they watch a value of every epoch's logs, and act on the fit.

import { expectObject } from '../values/expect.js';
import type { Logs } from '../values/logs.js';
import type { Handle, Raw, RawAnyModel, RawWatch } from '../wire/raw.js';
import { tape } from '../wire/tape.js';
import type { EarlyStopping, ReduceLROnPlateau } from './callbacks.js';

/** A fit, to those who watch it. */
export interface Watched {
  raw: Raw;
  model: RawAnyModel;
  /** What an epoch's logs will have. */
  logged: readonly string[];
  setLearningRate(learningRate: number): void;
}

/** Freed by delete(). */
export interface Watcher extends Handle {
  /** After an epoch: is it the last? */
  ends(epoch: number, logs: Logs): boolean;
  /** After the last epoch. */
  ended(): void;
}

/** The value that it monitors. Frees it and throws TypeError where the logs will not have that. */
function monitored(handle: RawWatch, { logged }: Watched, where: string): (logs: Logs) => number {
  const name = handle.monitor();
  if (logged.includes(name)) return (logs) => logs[name]!;
  handle.delete();
  throw new TypeError(`lstm: expected ${where} to monitor one of ${logged.join(', ')}; got '${name}'`);
}

function stopping(watched: Watched, options: object): Watcher {
  const handle = watched.raw.newEarlyStopping(tape(options));
  const read = monitored(handle, watched, 'earlyStopping');
  return {
    ends: (epoch, logs) => handle.see(watched.model, epoch, read(logs)) > 0,
    ended: () => handle.restore(watched.model),
    delete: () => handle.delete(),
  };
}

function plateau(watched: Watched, options: object): Watcher {
  const { model } = watched;
  if (model.scheduled()) {
    throw new TypeError('lstm: expected a learningRate that is a number for reduceLROnPlateau, got a schedule');
  }
  const handle = watched.raw.newPlateau(tape(options));
  const read = monitored(handle, watched, 'reduceLROnPlateau');
  return {
    ends(epoch, logs) {
      const rate = model.learningRate();
      const next = handle.see(model, epoch, read(logs));
      if (next !== rate) watched.setLearningRate(next);
      return false;
    },
    ended() {},
    delete: () => handle.delete(),
  };
}

/** What makes a watcher, by the name under which a callback has its options. */
const makers = { earlyStopping: stopping, reduceLROnPlateau: plateau };
type Described = Partial<EarlyStopping & ReduceLROnPlateau>;

/** The names of callbacks that are descriptions, which can be sent. */
export const described = Object.keys(makers) as (keyof typeof makers)[];

/** Those that the callbacks describe. Throws, and keeps none, where one is wrong. */
export function watchersOf(watched: Watched, callbacks: readonly Described[]): Watcher[] {
  const all: Watcher[] = [];
  try {
    for (const one of callbacks) {
      for (const name of described) {
        const options = one[name];
        if (options === undefined) continue;
        expectObject(options, name);
        all.push(makers[name](watched, options));
      }
    }
    return all;
  } catch (error) {
    for (const one of all) one.delete();
    throw error;
  }
}
