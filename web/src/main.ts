// Which lab is on show, and the line of status.
import { init } from 'lstm-wasm/worker';
import { byId, write } from './dom';
import { fiveSequences } from './five-sequences';
import { words } from './format';
import { parityLab } from './parity-lab';
import { address, lab, read, type Lab } from './state';
import { textLab } from './text-lab';

const rooms: Record<Lab, { page: HTMLElement; trainings: { leave(): void; comeBack(): void }[] }> = {
  text: { page: byId('text-lab'), trainings: [textLab] },
  sequences: { page: byId('sequence-lab'), trainings: [fiveSequences, parityLab] },
};
const links = document.querySelectorAll<HTMLAnchorElement>('a[data-lab]');

function show(): void {
  for (const [name, { page, trainings }] of Object.entries(rooms)) {
    const here = name === lab;
    page.hidden = !here;
    for (const training of trainings) here ? training.comeBack() : training.leave();
  }
  for (const link of links) {
    if (link.dataset.lab === lab) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (lab === 'text') greet();
}

function greet(): void {
  if (document.visibilityState === 'visible') textLab.greet();
  else document.addEventListener('visibilitychange', greet, { once: true });
}

function refreshLinks(): void {
  for (const link of links) link.href = address(link.dataset.lab as Lab);
}

addEventListener('settings', refreshLinks);
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

const builds: Record<string, string> = { simd: 'SIMD', relaxed: 'relaxed SIMD' };
try {
  const { variant, threads, version } = await init();
  write(byId('status'), `${builds[variant]} build ${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}. Nothing leaves this page.`);
} catch (error) {
  write(byId('status'), words(error));
}
