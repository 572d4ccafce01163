// The code of the views, found by the names of their folders.
import { byId } from '../basics/dom';
import { know, type Keys } from '../basics/state';
import type { View } from '../parts/view';
import * as text from '../views/text/view'; // comes with the page, for it learns at once
import { rows } from './views';

const keys = import.meta.glob<Keys>(['../views/*/keys.ts', '../uses/*/keys.ts'], { eager: true, import: 'keys' });
const code = import.meta.glob<View>(['../views/*/view.ts', '!../views/text/view.ts', '../uses/*/view.ts'], { import: 'view' });
const markup = import.meta.glob<string>('../uses/*/view.html', { query: '?raw', import: 'default' });
const style = import.meta.glob('../uses/*/view.css');

/** Those that were shown so far, and the first. */
export const loaded = new Map<string, View>([['text', text.view]]);

export async function load(name: string): Promise<View> {
  const use = `../uses/${name}/view`;
  if (markup[`${use}.html`]) await furnish(byId(`view-${name}`), use);
  const view = await (code[`../views/${name}/view.ts`] ?? code[`${use}.ts`])!();
  loaded.set(name, view);
  return view;
}

/** A use's markup and styles come when it is opened. */
async function furnish(article: HTMLElement, use: string): Promise<void> {
  const [html] = await Promise.all([markup[`${use}.html`]!(), style[`${use}.css`]!()]);
  if (!article.firstChild) article.innerHTML = html;
}

/** Links to a view carry what was chosen in the others, loaded or not. */
export function knowAll(): void {
  const all = Object.fromEntries(Object.entries(keys).map(([file, its]) => [file.split('/').at(-2), its]));
  know(rows.map(({ name }) => name), Object.assign({}, ...rows.map(({ name }) => all[name])));
}
