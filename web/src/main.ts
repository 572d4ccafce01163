// Which lab is on show, and the line of status.
import { init } from 'lstm-wasm/worker';
import type { Controls } from './controls';
import { byId, write } from './dom';
import { fiveSequences } from './five-sequences';
import { builds, plural, words } from './format';
import { parityLab } from './parity-lab';
import { address, lab, read, type Lab } from './state';
import { greet, textTraining } from './text-lab';

const rooms: Record<Lab, { page: HTMLElement; trainings: Controls[] }> = {
  text: { page: byId('text-lab'), trainings: [textTraining] },
  sequences: { page: byId('sequence-lab'), trainings: [fiveSequences, parityLab] },
};
const links = document.querySelectorAll<HTMLAnchorElement>('a[data-lab]');

function show(): void {
  for (const [name, { page, trainings }] of Object.entries(rooms)) {
    const here = name === lab;
    page.hidden = !here;
    for (const training of trainings) {
      if (here) training.release('away');
      else training.hold('away'); // the lab on show has the processor
    }
  }
  for (const link of links) {
    if (link.dataset.lab === lab) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  greet();
}

function refreshLinks(): void {
  for (const link of links) link.href = address(link.dataset.lab as Lab);
}

addEventListener('settings', refreshLinks);
document.addEventListener('visibilitychange', greet);
addEventListener('hashchange', () => {
  read(location.hash);
  dispatchEvent(new Event('settings'));
  show();
});
document.querySelector('[data-skip]')!.addEventListener('click', (event) => {
  event.preventDefault(); // the address belongs to the labs
  byId('main').focus();
});
refreshLinks();
show();

try {
  const { variant, threads } = await init();
  write(byId('status'), `${builds[variant]} build, ${plural(threads, 'thread')}, nothing leaves this page`);
} catch (error) {
  write(byId('status'), words(error));
}
