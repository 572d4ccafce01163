// A drawing as a picture.
import { svg } from '../../basics/dom';
import type { Drawing, Point } from './drawing';

const shown = (place: number): string => place.toFixed(3);

const path = (points: readonly Point[]): string => `M${points.map(({ x, y }) => `${shown(x)} ${shown(y)}`).join('L')}`;

/** A point alone is a dot. */
export const ink = (drawing: Drawing): SVGElement =>
  svg('path', { class: 'ink', d: drawing.map((stroke) => (stroke.length > 1 ? path(stroke) : `${path(stroke)}h0`)).join('') });

export const canvas = (...children: Node[]): SVGElement => svg('svg', { viewBox: '0 0 1 1', 'aria-hidden': 'true' }, ...children);

/** Small, among others. */
export const thumbnail = (drawing: Drawing): SVGElement => canvas(ink(drawing));
