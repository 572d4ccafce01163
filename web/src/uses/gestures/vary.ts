// A drawing once more, as another hand, or the same in a hurry, would draw it.
import { normal, type Random } from '../../basics/random';
import { middleOf, type Drawing, type Point } from './drawing';

export interface Looseness {
  /** Radians, the deviation of a normal one. */
  turn: number;
  /** Sizes lie between 1 / this and this. */
  size: number;
  /** Width against height, likewise. */
  stretch: number;
  /** Of a slow wave along the way. */
  sway: number;
  /** Of every point by itself. */
  tremble: number;
}

/** Between 1 / most and most, as often above 1 as below. */
const factor = (most: number, random: Random): number => most ** (2 * random() - 1);

export function vary(drawing: Drawing, loose: Looseness, random: Random): Drawing {
  const middle = middleOf(drawing.flat());
  const place = placing(middle, loose, random);
  const sway = swaying(loose.sway, random);
  const tremble = () => loose.tremble * normal(random);
  return drawing.map((stroke) =>
    stroke.map((point) => {
      const { x, y } = place(sway(point));
      return { x: x + tremble(), y: y + tremble() };
    }),
  );
}

/** Turned, sized and stretched about the middle. */
function placing(middle: Point, { turn, size, stretch }: Looseness, random: Random) {
  const angle = turn * normal(random);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const by = factor(size, random);
  const wide = factor(stretch, random);
  return ({ x, y }: Point): Point => {
    const [u, v] = [(x - middle.x) * by * wide, ((y - middle.y) * by) / wide];
    return { x: middle.x + cos * u - sin * v, y: middle.y + sin * u + cos * v };
  };
}

/** Bends the pad itself by two waves, one to the side and one up and down. */
function swaying(most: number, random: Random) {
  const wave = () => {
    const [along, across, phase, height] = [normal(random), normal(random), 2 * Math.PI * random(), most * normal(random)];
    return ({ x, y }: Point) => height * Math.sin(2 * Math.PI * (along * x + across * y) + phase);
  };
  const [aside, upward] = [wave(), wave()];
  return (point: Point): Point => ({ x: point.x + aside(point), y: point.y + upward(point) });
}
