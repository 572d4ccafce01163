// Descriptions of what core builds: options as plain objects, and the type that they are of.
import { expectNoMore, expectObject, kind } from '../values/expect.js';

/** The options, which core checks, with their type. Throws TypeError for what describes nothing, another type, or more. */
export function described<Type extends string, Options extends object>(
  type: Type,
  options: Options,
  more: readonly undefined[],
): Options & { type: Type } {
  expectObject(options, type);
  expectNoMore(more, type);
  const { type: its = type } = options as { type?: unknown };
  if (its !== type) throw new TypeError(`lstm: expected options of ${type}, got those of ${typeof its === 'string' ? its : kind(its)}`);
  return { ...options, type };
}

/** Throws TypeError for an option that does nothing without another. */
export function expectWith(option: string, needed: string, where: string, isThere: boolean): void {
  if (!isThere) throw new TypeError(`lstm: expected ${needed} with ${option} in ${where}, got none`);
}
