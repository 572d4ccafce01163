// Which view is on show and what the visitor chose, kept in the address: #text?units=64&steps=1000.
// Defaults are left out. A view has the keys for its part in a file of its own: see keys.ts.
import type { Key } from './keys';

export type Keys = Record<string, Key<string | number>>;
type Name<Of extends Keys> = keyof Of & string;
type Value<Of extends Keys, K extends keyof Of> = Of[K] extends Key<infer Value> ? Value : never;
export type Settings<Of extends Keys> = { readonly [K in keyof Of]: Value<Of, K> };

let views: readonly string[] = [];
let keys: Keys = {};
/** What the address says, or would say by now, in words that may be wrong. */
let said = new URLSearchParams();

export let view = '';

/** All views that the address can name, the one it names by default first, and all keys, in its order. */
export function know(names: readonly string[], all: Keys): void {
  views = names;
  keys = all;
  read(location.hash);
}

/** Takes over what the address says; what it says wrongly falls back to the default. */
export function read(hash: string): void {
  const [name, query] = hash.replace(/^#/, '').split('?', 2);
  view = views.find((known) => known === name) ?? views[0] ?? '';
  said = new URLSearchParams(query);
}

export function chosen<Of extends Keys, K extends Name<Of>>(of: Of, key: K): Value<Of, K> {
  return (of[key]!.parse(said.get(key) ?? '') ?? of[key]!.byDefault) as Value<Of, K>;
}

/** What was chosen, at any time as it is then. */
export function settingsOf<Of extends Keys>(of: Of): Settings<Of> {
  const settings = {};
  for (const key of Object.keys(of)) Object.defineProperty(settings, key, { enumerable: true, get: () => chosen(of, key) });
  return settings as Settings<Of>;
}

export function address(of: string): string {
  const changed = Object.keys(keys)
    .filter((key) => chosen(keys, key) !== keys[key]!.byDefault)
    .map((key) => `${key}=${encodeURIComponent(chosen(keys, key))}`);
  return `#${of}${changed.length ? `?${changed.join('&')}` : ''}`;
}

/** Tells everybody by the event `settings`. */
export function set<Of extends Keys>(of: Of, key: Name<Of>, value: string): void {
  adopt(of, { [key]: value });
}

/** Several at once. */
export function adopt(of: Keys, values: object): void {
  for (const [key, value] of Object.entries(values)) {
    if (of[key]!.parse(String(value)) !== undefined) said.set(key, String(value));
  }
  history.replaceState(null, '', address(view));
  dispatchEvent(new Event('settings'));
}

/** Whether the address asks for one of these. */
export function mentions(asked: Keys): boolean {
  const given = new URLSearchParams(location.hash.split('?', 2)[1]);
  return Object.keys(asked).some((key) => given.has(key));
}

read(location.hash); // the code of a view asks as soon as it is loaded
