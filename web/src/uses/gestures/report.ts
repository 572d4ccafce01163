// How well it knows the signs, beside what needs no learning; and what it got wrong.
import { byId, make, write } from '../../basics/dom';
import { percent, plural } from '../../basics/format';
import type { Marks, Miss } from './exam';
import { thumbnail } from './picture';
import { titleOf } from './rows';

const shown = 24;

export function showMarks(place: 'network' | 'drawn' | 'whole', marks: Marks | undefined): void {
  const [half, whole] = byId(`marks-${place}`).querySelectorAll('td');
  write(half!, marks?.half === undefined ? '–' : percent(marks.half));
  write(whole!, marks ? percent(marks.whole) : '–');
}

/** Of so many that it was asked. */
export function showMisses(misses: readonly Miss[], asked: number): void {
  const wrong = plural(misses.length, 'drawing');
  write(byId('misses-words'), !asked ? 'Nothing yet.' : misses.length ? `${wrong} of ${asked}.` : `Nothing: all ${asked} were right.`);
  byId('misses').replaceChildren(...misses.slice(0, shown).map(({ example: { drawing, sign, by }, said }) =>
    make('li', {}, thumbnail(drawing), make('span', {}, `${by === 'visitor' ? 'Yours: ' : ''}${titleOf(sign)}, taken for ${said + 1}`))));
}
