// The scale of a heat map with its numbers.
import { make, write } from '../../basics/dom';
import { figure } from '../../basics/format';
import type { Field } from './field';

export function showScale(host: HTMLElement, { scale, low, high }: Field): void {
  const digits = high - low < 1 ? 2 : 1;
  host.dataset.scale = scale;
  const ends = [low, (low + high) / 2, high];
  if (host.children.length === 0) host.append(...ends.map(() => make('span')));
  ends.forEach((value, n) => write(host.children[n] as HTMLElement, figure(value, digits)));
}
