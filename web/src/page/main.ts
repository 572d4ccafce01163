// Which view is on show, and the line of status.
import { init } from 'lstm-wasm/worker';
import { byId, write } from '../basics/dom';
import { builds, plural, words } from '../basics/format';
import { keepForOffline, settled } from '../basics/offline';
import { address, read, view } from '../basics/state';
import { greet } from '../views/text/view';
import { fillBenchLines } from './bench-line';
import { knowAll, load, loaded } from './code';
import { rows, uses, views } from './views';

const links = document.querySelectorAll<HTMLAnchorElement>('a[data-view]');

const first = views[0]!.name;
const title = document.title;

const rowOf = (name: string) => rows.find((row) => row.name === name)!;
const isUse = (name: string): boolean => uses.some((use) => use.name === name);

async function show(): Promise<void> {
  const name = view;
  for (const each of rows) byId(`view-${each.name}`).hidden = each.name !== name;
  document.title = name === first ? title : `${rowOf(name).title} · lstm-wasm`;
  for (const link of links) {
    const current = link.dataset.view === name ? 'page' : isUse(name) && link.dataset.view === 'uses' ? 'true' : undefined;
    if (current) link.setAttribute('aria-current', current);
    else link.removeAttribute('aria-current');
  }
  const shown = loaded.get(name) ?? (await load(name));
  if (view !== name) return; // the visitor went on meanwhile
  shareProcessor(name);
  shown.show?.();
  welcome();
}

/** The text model learns on while a view of it is on show, but not beside networks of another. */
const textMayLearn = (): boolean => !rowOf(view).ownNetworks;

const welcome = () => void greet(textMayLearn);

function shareProcessor(name: string): void {
  for (const [other, { trainings = [] }] of loaded) {
    const here = other === name || (other === 'text' && textMayLearn());
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
    void keepForOffline(variant);
  } catch (error) {
    write(byId('status'), `${words(error)} Reload the page to try again.`);
  }
}

function refreshLinks(): void {
  for (const link of links) link.href = address(link.dataset.view!);
}

addEventListener('settings', refreshLinks);
document.addEventListener('visibilitychange', welcome);
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
knowAll();
refreshLinks();
fillBenchLines();
void show();
void begin();
