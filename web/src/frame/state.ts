// Which view is on show and what the visitor chose, kept in the address: #text?units=64&steps=1000.
// Defaults are left out.
import { keys as inside } from '../inside/keys';
import { keys as sequences } from '../sequences/keys';
import { keys as text } from '../text/keys';
import { keys as write } from '../write/keys';
import type { Key as Kind } from './keys';

const keys = { ...text, ...write, ...inside, ...sequences };
const names = Object.keys(keys) as Key[];

export const views = ['text', 'write', 'inside', 'sequences', 'model'] as const;
export type ViewName = (typeof views)[number];

type Keys = typeof keys;
export type Key = keyof Keys;
export type Settings = { [K in Key]: Keys[K] extends Kind<infer Value> ? Value : never };

const defaults = Object.fromEntries(names.map((key) => [key, keys[key].byDefault])) as Settings;

export let view: ViewName = 'text';
export let settings: Settings = defaults;

export const options = (key: Key): readonly (string | number)[] => keys[key].options;

export const parses = (key: Key, text: string): boolean => keys[key].parse(text) !== undefined;

export function address(of: ViewName): string {
  const changed = names
    .filter((key) => settings[key] !== defaults[key])
    .map((key) => `${key}=${encodeURIComponent(settings[key])}`);
  return `#${of}${changed.length ? `?${changed.join('&')}` : ''}`;
}

/** Takes over what the address says; what it says wrongly falls back to the default. */
export function read(hash: string): void {
  const [name, query] = hash.replace(/^#/, '').split('?', 2);
  view = views.find((known) => known === name) ?? 'text';
  const given = new URLSearchParams(query);
  settings = defaults;
  for (const key of names) choose(key, given.get(key) ?? '');
}

/** Tells everybody by the event `settings`. */
export function set(key: Key, value: string): void {
  adopt({ [key]: value });
}

/** Several at once. */
export function adopt(values: object): void {
  for (const [key, value] of Object.entries(values)) choose(key as Key, String(value));
  history.replaceState(null, '', address(view));
  dispatchEvent(new Event('settings'));
}

/** Whether the address asks for one of these. */
export function mentions(asked: string[]): boolean {
  const given = new URLSearchParams(location.hash.split('?', 2)[1]);
  return asked.some((key) => given.has(key));
}

function choose(key: Key, value: string): void {
  const chosen = keys[key].parse(value);
  if (chosen !== undefined) settings = { ...settings, [key]: chosen };
}

read(location.hash);
