// The list of properties, each with the unit that follows it most.
import { byId, make } from '../../basics/dom';
import { figure } from '../../basics/format';
import type { Follower } from './followers';

export class FollowersList {
  readonly #list = byId('followers');
  readonly #onSelect: (unit: number) => void;
  #buttons: { unit: number; button: HTMLButtonElement }[] = [];

  constructor(onSelect: (unit: number) => void) {
    this.#onSelect = onSelect;
  }

  show(followers: readonly Follower[]): void {
    this.#buttons = followers.map((follower) => ({ unit: follower.unit, button: this.#button(follower) }));
    this.#list.replaceChildren(...this.#buttons.map(({ button }) => make('li', {}, button)));
  }

  select(unit: number): void {
    for (const { unit: its, button } of this.#buttons) button.setAttribute('aria-pressed', String(its === unit));
  }

  #button({ property, unit, r, chance }: Follower): HTMLButtonElement {
    const bar = make('span', { className: 'r-bar' });
    bar.style.setProperty('--from', String(Math.min(0, r)));
    bar.style.setProperty('--size', String(Math.abs(r)));
    bar.style.setProperty('--chance', String(chance));
    bar.setAttribute('aria-hidden', 'true');
    const button = make(
      'button',
      { type: 'button' },
      make('span', { className: 'property', textContent: property }),
      make('span', { className: 'who', textContent: `unit ${unit}` }),
      bar,
      make('span', { className: 'number', textContent: `r ${figure(r)}` }),
    );
    if (Math.abs(r) <= chance) button.classList.add('faint');
    button.addEventListener('click', () => this.#onSelect(unit));
    return button;
  }
}
