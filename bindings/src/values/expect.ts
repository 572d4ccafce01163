// Checks of what only JavaScript can get wrong: the kind of an argument. Values are checked in core.

/** What a value is, for an error's words. */
export function kind(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}

/** A value in an error's words: an object by its kind, for it may have none of its own. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `${JSON.stringify(value)} (a string)`;
  if (typeof value === 'bigint') return `${value}n (a bigint)`;
  return value === Object(value) ? kind(value) : String(value);
}

/** `what` names the option and the call. */
export function expectNumber(value: unknown, what: string): void {
  if (typeof value !== 'number') throw new TypeError(`lstm: expected ${what} to be a number, got ${shown(value)}`);
}

/** The same of a boolean. */
export function expectBoolean(value: unknown, what: string): void {
  if (typeof value !== 'boolean') throw new TypeError(`lstm: expected ${what} to be a boolean, got ${shown(value)}`);
}

/** An object of options, or of what else `of` says; `where` names the call. */
export function expectObject(value: unknown, where: string, of = 'options'): void {
  if (kind(value) !== 'object') {
    throw new TypeError(`lstm: expected an object of ${of} in ${where}, got ${kind(value)}`);
  }
}

/** The names of all options of an interface, beside which it stands: none can be missing. */
export type Names<Options> = { readonly [Name in keyof Required<Options>]: true };

/** An object of options that all are known. One that is undefined counts as left out. */
export function expectOptions(value: unknown, where: string, names: Names<object>): void {
  expectObject(value, where);
  for (const [name, option] of Object.entries(value as object)) {
    if (option === undefined || Object.hasOwn(names, name)) continue;
    const known = Object.keys(names).join(', ');
    throw new TypeError(`lstm: expected options of ${where} among ${known}; got '${name}'`);
  }
}

/** Arguments beyond those that a call has would be options that nobody reads. */
export function expectNoMore(more: readonly unknown[], where: string): void {
  const extra = more.find((one) => one !== undefined);
  if (extra === undefined) return;
  const names = kind(extra) === 'object' ? ` of ${Object.keys(extra as object).join(', ')}` : '';
  throw new TypeError(`lstm: expected no further argument in ${where}, got ${kind(extra)}${names}`);
}

/** Options of which one is in place of the other. */
export function expectNotBoth<Options>(options: Options, one: keyof Options & string, other: keyof Options & string, where: string): void {
  if (options[one] === undefined || options[other] === undefined) return;
  throw new TypeError(`lstm: expected ${one} or ${other} in ${where}, got both`);
}
