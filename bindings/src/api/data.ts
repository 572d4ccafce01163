// Data of a model that may have several inputs or outputs: in their order, or by their names.
import { kind } from '../values/expect.js';
import { type Input, isTensor } from '../values/input.js';

/** For each input, or each output, in order or by name; of one alone itself. */
export type Data = Input | readonly Input[] | Readonly<Record<string, Input>>;

/** Is it by name? */
export const isObject = (given: unknown): given is Record<string, unknown> =>
  kind(given) === 'object' && !ArrayBuffer.isView(given) && !isTensor(given);

/** One for each name, in the order of the names. Throws TypeError for fewer, more, or other ones. */
export function listedBy<One>(given: readonly One[] | Readonly<Record<string, One>>, names: readonly string[], what: string): One[] {
  const expected = `lstm: expected ${what} to be an array of ${names.length}, or an object of ${names.join(', ')}`;
  if (Array.isArray(given)) {
    if (given.length === names.length) return [...given];
    throw new TypeError(`${expected}; got an array of ${given.length}`);
  }
  if (!isObject(given)) throw new TypeError(`${expected}; got ${kind(given)}`);
  const other = [...names.filter((name) => !(name in given)), ...Object.keys(given).filter((name) => !names.includes(name))];
  if (other.length > 0) throw new TypeError(`${expected}; got one of ${Object.keys(given).join(', ')}`);
  return names.map((name) => (given as Record<string, One>)[name]!);
}

/** As they cross: of one input or output by what it is, of several what.0, what.1, ... */
export function places(what: string, given: Data | undefined, names: readonly string[]): Record<string, Input | undefined> {
  const one = names.length === 1;
  if (one && !(isObject(given) && names[0]! in given)) return { [what]: given as Input | undefined };
  if (given === undefined) return {};
  const all = listedBy(given as readonly Input[] | Record<string, Input>, names, what);
  return Object.fromEntries(all.map((input, n) => [one ? what : `${what}.${n}`, input]));
}
