// The part of a fit's options that core does not see: functions that it calls, and the signal.
import { expectObject, kind } from '../values/expect.js';
import { described } from './watchers.js';

const common = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'];

/** Names of all functions that a fit may call. */
export const callbackNames = { sequential: common, model: common, languageModel: [...common, 'onStep'] };

/** `names` are those of the functions. */
export function expectLive(
  { callbacks, signal }: { callbacks?: unknown; signal?: unknown },
  names: readonly string[],
): void {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`lstm: expected signal in fit to be an AbortSignal, got ${kind(signal)}`);
  }
  if (callbacks === undefined) return;
  for (const one of Array.isArray(callbacks) ? callbacks : [callbacks]) expectCallbacks(one, names);
}

/** What a class has beside its functions is its own affair, unless it looks like one. */
function isOwnAffair(callbacks: object, name: string): boolean {
  const prototype = Object.getPrototypeOf(callbacks);
  return prototype !== Object.prototype && prototype !== null && !name.startsWith('on');
}

function expectCallbacks(callbacks: unknown, names: readonly string[]): void {
  expectObject(callbacks, 'callbacks');
  const descriptions: readonly string[] = described;
  for (const [name, callback] of Object.entries(callbacks as object)) {
    if (callback === undefined || descriptions.includes(name)) continue;
    if (names.includes(name)) {
      if (typeof callback === 'function') continue;
      throw new TypeError(`lstm: expected ${name} to be a function, got ${kind(callback)}`);
    }
    if (isOwnAffair(callbacks as object, name)) continue;
    throw new TypeError(`lstm: expected callbacks among ${[...names, ...descriptions].join(', ')}; got '${name}'`);
  }
}
