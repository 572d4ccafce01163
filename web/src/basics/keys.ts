// The kinds of things that the address can say. A view has a list of its own, views/<name>/keys.ts; an
// address that says one wrongly gets the default.

export interface Key<Value> {
  byDefault: Value;
  /** Of a key with a few values. */
  options: readonly Value[];
  /** undefined: not one of its values. */
  parse(text: string): Value | undefined;
}

export function oneOf<const Value extends string | number>(options: readonly Value[], byDefault: NoInfer<Value>): Key<Value> {
  return { byDefault, options, parse: (text) => options.find((option) => String(option) === text) };
}

/** A number of so many steps from the least to the most. */
export function between(least: number, most: number, step: number, byDefault: number): Key<number> {
  const size = Math.round((most - least) / step) + 1;
  return oneOf(Array.from({ length: size }, (_, i) => Number((least + i * step).toPrecision(6))), byDefault);
}

/** Any whole number of 0 or more that a seed can be. */
export function whole(byDefault: number): Key<number> {
  return { byDefault, options: [], parse: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined) };
}

/** Any words, up to a length that an address can carry. */
export function words(byDefault: string, longest: number): Key<string> {
  return { byDefault, options: [], parse: (text) => (text === '' || text.length > longest ? undefined : text) };
}
