// The course of a fit, of either kind of model: step by step, with word to those who follow it.

import type { Logs } from '../values/logs.js';
import { drive } from './drive.js';
import type { Followers } from './followers.js';

/** What a step did: trained a batch, scored validation data, closed an epoch, or nothing: all are done. */
export type FitEvent = 'batch' | 'validation' | 'epoch' | 'done';

/** Where a fit stands, both counted from 0. */
export interface Place {
  epoch: number;
  batch: number;
}

/** A fit that is driven from outside. */
export interface Training {
  step(): FitEvent;
  /** Of the last batch. */
  place(): Place;
  /** Of the batch that the next step trains; undefined where it does something else. */
  next(): Place | undefined;
  /** What functions are told after a batch, by their names. */
  afterBatch: Record<string, () => unknown[]>;
  /** Of the epoch that was closed. */
  epochLogs(): Logs;
  /** No more batches: the epoch that has begun is closed with those that it has. */
  stop(): void;
}

/** Loss and metrics by their names. */
export function named(names: readonly (keyof Logs)[], values: Float64Array, prefix = ''): Logs {
  return Object.fromEntries(names.map((name, n) => [prefix + name, values[n]])) as Partial<Logs> as Logs;
}

let lastFloat = 0;
let lastShortest = 0;

/** The number that was meant by a float: the shortest that rounds to it. (A rate is mostly the last one again.) */
export function shortest(float: number): number {
  if (float === lastFloat) return lastShortest;
  lastFloat = float;
  lastShortest = float;
  for (let digits = 8; digits > 0; --digits) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) lastShortest = short;
  }
  return lastShortest;
}

/** Adds an epoch's logs to a history. */
export function record(history: { [name in keyof Logs]?: number[] }, logs: Logs): void {
  for (const name in logs) (history[name as keyof Logs] ??= []).push(logs[name as keyof Logs]!);
}

/**
 * Drives a fit to its end, or to where a follower or the signal ends it, and has every epoch `closed`. As
 * in Keras, a fit that is ended in the middle of an epoch closes it with what it has.
 */
export async function course(
  training: Training,
  followers: Followers,
  closed: (logs: Logs) => void,
  expectInUse: () => void,
  signal?: AbortSignal,
): Promise<void> {
  // Waiting for nobody takes as long as a step of a tiny model.
  const tellsBatches = followers.ask('onBatchBegin', ...Object.keys(training.afterBatch));
  const tellsEpochs = tellsBatches || followers.ask('onEpochBegin', 'onEpochEnd');
  let opened = -1;
  const begin = async () => {
    const next = followers.end ? undefined : training.next();
    if (!next) return;
    if (next.epoch !== opened) await followers.call('onEpochBegin', next.epoch);
    opened = next.epoch;
    if (!followers.end) await followers.call('onBatchBegin', next.batch);
  };
  const afterBatch = async () => {
    for (const [name, args] of Object.entries(training.afterBatch)) {
      if (followers.ask(name)) await followers.call(name, ...args());
    }
    await begin();
  };
  const afterEpoch = async (logs: Logs) => {
    await followers.call('onEpochEnd', training.place().epoch, logs);
    await begin();
  };
  const tell = (event: FitEvent): Promise<void> | undefined => {
    if (event === 'batch') return tellsBatches ? afterBatch() : undefined;
    if (event !== 'epoch') return undefined;
    const logs = training.epochLogs();
    closed(logs);
    followers.watch(() => training.place().epoch, logs);
    return tellsEpochs ? afterEpoch(logs) : undefined;
  };
  const goOn = () => {
    if (followers.end) training.stop();
    return true;
  };

  await followers.call('onTrainBegin');
  await begin();
  goOn();
  await drive(() => {
    expectInUse();
    const event = training.step();
    if (event === 'done') return false;
    const told = tell(event);
    return told ? told.then(goOn) : goOn();
  }, signal);
  followers.ended();
  await followers.call('onTrainEnd');
}
