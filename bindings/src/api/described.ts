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

type Table = Record<string, (options: never, ...more: undefined[]) => object>;
type OptionsOf<Row extends Table[string]> = NonNullable<Parameters<Row>[0]>;

/** What the rows of a table make, whichever it is. */
export type DescribedBy<Rows extends Table> = ReturnType<Rows[keyof Rows]>;

/** The rows of a table as makers: to users one description is as good as another. */
export type MakersOf<Rows extends Table, Made> = {
  [Type in keyof Rows]: Rows[Type] extends () => unknown
    ? (options?: OptionsOf<Rows[Type]>, ...more: undefined[]) => Made
    : (options: OptionsOf<Rows[Type]>, ...more: undefined[]) => Made;
};
