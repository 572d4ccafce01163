// Which view is on show, and the line of status.
import { init } from 'lstm-wasm/worker';
import * as text from '../text/view';
import { fillBenchLines } from './bench-line';
import { byId, write } from './dom';
import { builds, plural, words } from './format';
import { keepForOffline, settled } from './offline';
import { address, read, view, views, type ViewName } from './state';
import type { View } from './view';

const load: Record<ViewName, () => Promise<{ view: View }>> = {
  text: async () => text,
  write: () => import('../write/view'),
  inside: () => import('../inside/view'),
  sequences: () => import('../sequences/view'),
  model: () => import('../model/view'),
};
const loaded = new Map<ViewName, View>([['text', text.view]]);
const links = document.querySelectorAll<HTMLAnchorElement>('a[data-view]');

const title = document.title;

async function show(): Promise<void> {
  const name = view;
  for (const each of views) byId(`view-${each}`).hidden = each !== name;
  for (const link of links) {
    if (link.dataset.view === name) {
      link.setAttribute('aria-current', 'page');
      document.title = name === 'text' ? title : `${link.textContent} · lstm-wasm`;
    } else {
      link.removeAttribute('aria-current');
    }
  }
  if (!loaded.has(name)) loaded.set(name, (await load[name]()).view);
  if (view !== name) return; // the visitor went on meanwhile
  shareProcessor(name);
  loaded.get(name)!.show?.();
  text.greet();
}

/** The text model learns on while a view of it is on show, but not beside the sequences. */
function shareProcessor(name: ViewName): void {
  for (const [other, { trainings = [] }] of loaded) {
    const here = other === name || (other === 'text' && name !== 'sequences');
    for (const training of trainings) {
      if (here) training.release('away');
      else training.hold('away');
    }
  }
}

/** Starts the network's code, and says in the line of status what runs. */
async function begin(): Promise<void> {
  try {
    await settled;
    const { variant, threads } = await init();
    const isolation = crossOriginIsolated ? 'isolated' : 'not isolated';
    write(byId('status'), `${builds[variant]} build, ${plural(threads, 'thread')}, ${isolation}; nothing leaves this page`);
    void keepForOffline(`${variant}${threads > 1 ? '-threads' : ''}`);
  } catch (error) {
    write(byId('status'), `${words(error)} Reload the page to try again.`);
  }
}

function refreshLinks(): void {
  for (const link of links) link.href = address(link.dataset.view as ViewName);
}

addEventListener('settings', refreshLinks);
document.addEventListener('visibilitychange', text.greet);
addEventListener('hashchange', () => {
  const before = view;
  read(location.hash);
  dispatchEvent(new Event('settings'));
  if (view !== before) scrollTo(0, 0);
  void show();
});
document.querySelector('[data-skip]')!.addEventListener('click', (event) => {
  event.preventDefault(); // the address belongs to the views
  byId('main').focus();
});
refreshLinks();
fillBenchLines();
void show();
void begin();
