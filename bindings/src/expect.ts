// Checks of what only JavaScript can get wrong: the kind of an argument. Values are checked in core.

/** Names of all callbacks that a fit may have. */
export const callbackNames = {
  sequential: [
    'onTrainBegin',
    'onTrainEnd',
    'onEpochBegin',
    'onEpochEnd',
    'onBatchBegin',
    'onBatchEnd',
  ],
  languageModel: ['onStep'],
} as const;

/** What a value is, for an error's words. */
export function kind(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}

/** A value in an error's words: an object by its kind, for it may have none of its own. */
export const shown = (value: unknown): string => (value === Object(value) ? kind(value) : String(value));

/** `what` names the option and the call. */
export function expectNumber(value: unknown, what: string): void {
  if (typeof value !== 'number') throw new TypeError(`lstm: expected ${what} to be a number, got ${shown(value)}`);
}

/** An object of options, or of what else `of` says; `where` names the call. */
export function expectOptions(value: unknown, where: string, of = 'options'): void {
  if (kind(value) !== 'object') {
    throw new TypeError(`lstm: expected an object of ${of} in ${where}, got ${kind(value)}`);
  }
}

/** The part of a fit's options that core does not see. */
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

function expectCallbacks(callbacks: unknown, names: readonly string[]): void {
  expectOptions(callbacks, 'callbacks');
  for (const [name, callback] of Object.entries(callbacks as object)) {
    if (names.includes(name) && (callback === undefined || typeof callback === 'function')) continue;
    if (!names.includes(name) && !name.startsWith('on')) continue; // the object's own affairs
    throw new TypeError(
      names.includes(name)
        ? `lstm: expected ${name} to be a function, got ${kind(callback)}`
        : `lstm: expected callbacks among ${names.join(', ')}; got '${name}'`,
    );
  }
}
