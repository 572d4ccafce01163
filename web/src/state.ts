// What the visitor chose, kept in the address: #text?units=64&steps=1000. Defaults are left out.

const choices = {
  source: ['book', 'own'],
  units: [32, 64, 128, 256],
  layers: [1, 2],
  steps: [500, 1000, 2000, 5000, 10000],
  rate: [0.0005, 0.001, 0.002, 0.005, 0.01],
  temperature: Array.from({ length: 16 }, (_, i) => i / 10),
  length: Array.from({ length: 31 }, (_, i) => i + 2),
  input: ['embedding', 'real'],
  dim: [2, 3, 4, 5, 6, 7, 8],
} as const;

export type Lab = 'text' | 'sequences';
type Choices = typeof choices;
export type Key = keyof Choices;
export type Settings = { [K in Key]: Choices[K][number] };

const defaults: Settings = {
  source: 'book',
  units: 128,
  layers: 1,
  steps: 2000,
  rate: 0.002,
  temperature: 0.8,
  length: 16,
  input: 'embedding',
  dim: 4,
};

export let lab: Lab = 'text';
export let settings: Settings = { ...defaults };

export const options = <K extends Key>(key: K): Choices[K] => choices[key];

export function address(of: Lab): string {
  const changed = (Object.keys(defaults) as Key[])
    .filter((key) => settings[key] !== defaults[key])
    .map((key) => `${key}=${settings[key]}`);
  return `#${of}${changed.length ? `?${changed.join('&')}` : ''}`;
}

/** Takes over what the address says; what it says wrongly falls back to the default. */
export function read(hash: string): void {
  const [name, query] = hash.replace(/^#/, '').split('?', 2);
  lab = name === 'sequences' ? 'sequences' : 'text';
  const given = new URLSearchParams(query);
  settings = { ...defaults };
  for (const key of Object.keys(defaults) as Key[]) choose(key, given.get(key) ?? '');
}

export function set(key: Key, value: string): void {
  choose(key, value);
  history.replaceState(null, '', address(lab));
  dispatchEvent(new Event('settings'));
}

function choose(key: Key, value: string): void {
  const chosen = choices[key].find((option) => String(option) === value);
  if (chosen !== undefined) settings = { ...settings, [key]: chosen };
}

read(location.hash);
