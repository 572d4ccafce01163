// What needs no learning: the example that is nearest, by dynamic time warping.
import { between, middleOf, type Point } from './drawing';

/** About their middle, as large as all others: neither the place on the pad nor the size matters. */
export function normalised(points: readonly Point[]): Point[] {
  const middle = middleOf(points);
  const radius = Math.sqrt(points.reduce((sum, point) => sum + between(point, middle) ** 2, 0) / points.length) || 1;
  return points.map(({ x, y }) => ({ x: (x - middle.x) / radius, y: (y - middle.y) / radius }));
}

/** From their first on, which is all that is known of a drawing that has only begun. */
export const shifted = (points: readonly Point[]): Point[] => points.map(({ x, y }) => ({ x: x - points[0]!.x, y: y - points[0]!.y }));

/**
 * The least mean distance between partners, where every point has one and none goes back:
 *   D[i][j] = |a_i - b_j| + min(D[i-1][j], D[i][j-1], D[i-1][j-1]),   D[I][J] / (I + J)
 * `so far`: from a to the beginning of b that is nearest, the least of D[I][j] / (I + j).
 */
export function distance(a: readonly Point[], b: readonly Point[], which: 'whole' | 'so far' = 'whole'): number {
  let above = new Float64Array(b.length + 1).fill(Infinity);
  let row = new Float64Array(b.length + 1);
  above[0] = 0;
  for (const point of a) {
    row[0] = Infinity;
    b.forEach((other, j) => (row[j + 1] = between(point, other) + Math.min(above[j + 1]!, row[j]!, above[j]!)));
    [above, row] = [row, above];
  }
  if (which === 'whole') return above[b.length]! / (a.length + b.length);
  return Math.min(...Array.from(above, (sum, j) => sum / (a.length + j)));
}

/** Of the examples, the number of the nearest. */
export function nearest<Points>(points: Points, examples: readonly Points[], distance: (a: Points, b: Points) => number): number {
  const distances = examples.map((example) => distance(points, example));
  return distances.indexOf(Math.min(...distances));
}
