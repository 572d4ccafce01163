// The scale of a heat map with its numbers.
import { make, write } from '../frame/dom';
import type { Field } from './field';

/** A number as it is read: with a real minus, and none before a zero. */
export function figure(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

export function showScale(host: HTMLElement, { scale, low, high }: Field): void {
  const digits = high - low < 1 ? 2 : 1;
  host.dataset.scale = scale;
  const ends = [low, (low + high) / 2, high];
  if (host.children.length === 0) host.append(...ends.map(() => make('span')));
  ends.forEach((value, n) => write(host.children[n] as HTMLElement, figure(value, digits)));
}
