// The code of the views, found by the names of their folders.
import { know, type Keys } from '../basics/state';
import type { View } from '../parts/view';
import * as text from '../views/text/view'; // comes with the page, for it learns at once
import { views } from './views';

const keys = import.meta.glob<Keys>('../views/*/keys.ts', { eager: true, import: 'keys' });
const code = import.meta.glob<View>(['../views/*/view.ts', '!../views/text/view.ts'], { import: 'view' });

/** Those that were shown so far, and the first. */
export const loaded = new Map<string, View>([['text', text.view]]);

export async function load(name: string): Promise<View> {
  const view = await code[`../views/${name}/view.ts`]!();
  loaded.set(name, view);
  return view;
}

/** Links to a view carry what was chosen in the others, loaded or not. */
export function knowAll(): void {
  know(views.map(({ name }) => name), Object.assign({}, ...views.map(({ name }) => keys[`../views/${name}/keys.ts`])));
}
