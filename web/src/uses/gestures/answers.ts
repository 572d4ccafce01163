// Which sign it takes a drawing for, as bars.
import { byId, make, write } from '../../basics/dom';
import { percent } from '../../basics/format';
import { titleOf } from './rows';

export function layAnswers(signs: number): void {
  byId('answers').replaceChildren(...Array.from({ length: signs }, (_, sign) =>
    make('li', {}, make('span', {}, titleOf(sign)), make('span', { className: 'bar' }), make('span', { className: 'number' }))));
}

/** Shares of 1, or none while nothing is drawn. */
export function showAnswers(shares: ArrayLike<number> | undefined): void {
  [...byId('answers').children].forEach((row, sign) => {
    const share = shares?.[sign] ?? 0;
    (row as HTMLElement).style.setProperty('--share', String(share));
    write(row.lastElementChild as HTMLElement, shares ? percent(share) : '–');
  });
}
