// The signs, a row each: its examples, and whether it is what is drawn on the pad.
import { byId, make } from '../../basics/dom';
import { radios } from '../../parts/fields';
import type { Example, Examples } from './examples';
import { keys, mostSigns, settings } from './keys';
import { thumbnail } from './picture';

const shown = 8; // pictures a row

interface Listener {
  onHand(sign: number): void;
  onForget(sign: number): void;
}

export const titleOf = (sign: number): string => `Sign ${sign + 1}`;

/** The last one is for riddles. */
export function layRows(listener: Listener): void {
  const signs = Array.from({ length: mostSigns }, (_, sign) => {
    const forget = make('button', { type: 'button', className: 'quiet' }, 'Forget');
    forget.setAttribute('aria-label', `Forget the examples of ${titleOf(sign).toLowerCase()}`);
    forget.addEventListener('click', () => listener.onForget(sign));
    return row(sign + 1, titleOf(sign), hand(titleOf(sign).toLowerCase(), () => listener.onHand(sign)), forget);
  });
  const riddle = row(0, 'A riddle', hand('a riddle', () => listener.onHand(-1)));
  byId('signs-rows').replaceChildren(...signs, riddle);
  radios(keys, 'pad');
}

function row(value: number, title: string, ...buttons: HTMLElement[]): HTMLElement {
  const radio = make('input', { type: 'radio', name: 'pad', value: String(value) });
  const pictures = make('ul', { className: 'pictures' });
  const li = make('li', { className: 'sign' }, make('label', {}, radio, ` ${title}`), pictures, make('div', { className: 'buttons' }, ...buttons));
  li.dataset.sign = String(value);
  return li;
}

function hand(what: string, draw: () => void): HTMLElement {
  const button = make('button', { type: 'button', className: 'quiet hand' }, 'Draw for me');
  button.setAttribute('aria-label', `Draw for me: ${what}`);
  button.addEventListener('click', draw);
  return button;
}

export function fillRows(examples: Examples): void {
  for (const li of byId('signs-rows').querySelectorAll<HTMLElement>('[data-sign]')) {
    const sign = Number(li.dataset.sign) - 1;
    li.hidden = sign >= settings.signs;
    if (sign >= 0) li.querySelector('.pictures')!.replaceChildren(...picturesOf(examples.of(sign)));
  }
}

function picturesOf(examples: readonly Example[]): HTMLElement[] {
  const pictures = examples.slice(-shown).map(({ drawing }) => make('li', {}, thumbnail(drawing)));
  const count = make('li', { className: 'hint' }, examples.length ? String(examples.length) : 'none yet');
  return [...pictures, count];
}
