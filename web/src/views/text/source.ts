// The texts to learn from: those that come with the page, and the visitor's own.
import type { settings } from './keys';
import { ownText } from './own-text';

export type Source = (typeof settings)['source'];

/** What the page calls them. */
export const names: Record<Source, string> = {
  'moby-dick': 'Moby-Dick',
  'state-of-the-union': 'State of the Union',
  'first-names': 'first names',
  own: 'your text',
};

/** Samples go on from these words. */
const beginnings: Partial<Record<Source, string>> = {
  'moby-dick': 'Call me ',
  'state-of-the-union': 'My fellow ',
  'first-names': '\n',
};

export function beginning(source: Source, text: string): string {
  return beginnings[source] ?? (/^\s*\S+\s?/.exec(text)?.[0] ?? '').slice(0, 20);
}

const loaded = new Map<Source, Promise<string>>();

export async function textOf(source: Source): Promise<string> {
  if (source === 'own') return ownText();
  if (!loaded.has(source)) loaded.set(source, load(source));
  try {
    return await loaded.get(source)!;
  } catch (error) {
    loaded.delete(source); // the next start tries again
    throw error;
  }
}

/** Where a text is, for whoever trains elsewhere. */
export const addressOf = (source: Source): string =>
  source === 'own' ? 'your-text.txt' : new URL(`texts/${source}.txt`, document.baseURI).href;

async function load(source: Source): Promise<string> {
  const response = await fetch(addressOf(source)).catch(() => undefined);
  if (response?.ok) return response.text();
  throw new Error(`The text “${names[source]}” could not be loaded from ${addressOf(source)}. Try again, or choose “Your own” and paste one.`);
}
