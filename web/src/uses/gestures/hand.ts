// A hand that draws by itself: signs of its own, or what it was shown. Its size, its speed and its care vary.
import { normal, type Random } from '../../basics/random';
import { between, type Drawing, type Point } from './drawing';
import { vary, type Looseness } from './vary';

const loose: Looseness = { turn: 0.15, size: 1.5, stretch: 1.2, sway: 0.02, tremble: 0.004 };

const line = (...numbers: number[]): Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, n) => ({ x: numbers[2 * n]!, y: numbers[2 * n + 1]! }));

/** Round the middle by so many turns, from one radius to another. */
const round = (turns: number, from: number, to: number): Point[] =>
  Array.from({ length: 60 }, (_, n) => {
    const part = n / 59;
    const angle = -Math.PI / 2 - 2 * Math.PI * turns * part;
    const radius = from + (to - from) * part;
    return { x: 0.5 + radius * Math.cos(angle), y: 0.5 + radius * Math.sin(angle) };
  });

/** What it draws unless it was shown something else, a sign after the other. */
export const signs: { name: string; drawing: Drawing }[] = [
  { name: 'a circle', drawing: [round(1, 0.3, 0.3)] },
  { name: 'a tick', drawing: [line(0.2, 0.55, 0.4, 0.75, 0.8, 0.25)] },
  { name: 'a zigzag', drawing: [line(0.2, 0.25, 0.8, 0.25, 0.2, 0.75, 0.8, 0.75)] },
  { name: 'a cross', drawing: [line(0.25, 0.25, 0.75, 0.75), line(0.75, 0.25, 0.25, 0.75)] },
  { name: 'a spiral', drawing: [round(2, 0.32, 0.06)] },
  { name: 'a triangle', drawing: [line(0.5, 0.22, 0.2, 0.75, 0.8, 0.75, 0.5, 0.22)] },
];

/** A drawing again, by a hand that is not quite sure of itself. */
export function drawAgain(drawing: Drawing, random: Random): Drawing {
  const speed = 0.02 * 2 ** (2 * random() - 1); // of the pad's side between two looks at the pen
  const seen = drawing.map((stroke) => lookedAt(stroke, speed, random));
  return vary(seen, loose, random).map((stroke) => stroke.map(({ x, y }) => ({ x: onPad(x), y: onPad(y) })));
}

const onPad = (place: number): number => Math.min(0.98, Math.max(0.02, place));

/** Where a pen is seen that goes now slower, now faster along these points. */
function lookedAt(points: readonly Point[], speed: number, random: Random): Point[] {
  const seen = [points[0]!];
  let left = speed;
  for (let n = 1; n < points.length; n++) {
    const [a, b] = [points[n - 1]!, points[n]!];
    const way = between(a, b);
    let gone = 0;
    while (way - gone >= left) {
      gone += left;
      seen.push({ x: a.x + ((b.x - a.x) * gone) / way, y: a.y + ((b.y - a.y) * gone) / way });
      left = speed * 1.5 ** normal(random);
    }
    left -= way - gone;
  }
  seen.push(points.at(-1)!);
  return seen;
}
