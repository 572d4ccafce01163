// A drawing, and what a network is told of it: which way the pen goes, step by step.

/** On a pad whose sides are 1. */
export interface Point {
  x: number;
  y: number;
}

/** Strokes, each the points that the pen was seen at. */
export type Drawing = readonly (readonly Point[])[];

export interface Step extends Point {
  /** The way to here, of length 1. */
  dx: number;
  dy: number;
  /** 1 while the pen is in the air. */
  up: number;
}

export const stride = 0.05; // of the pad's side

/**
 * The pen pulls a point behind itself by a string as long as a step: how fast it goes does not matter, and a trembling
 * shorter than the string is not felt. What is known of the steps so far does not change with what is drawn next.
 */
export function stepsOf(drawing: Drawing): Step[] {
  const steps: Step[] = [];
  let at = drawing[0]?.[0];
  if (!at) return steps;
  const follow = (pen: Point, up: number) => {
    for (let way = between(at!, pen); way >= stride; way = between(at!, pen)) {
      const [dx, dy] = [(pen.x - at!.x) / way, (pen.y - at!.y) / way];
      at = { x: at!.x + stride * dx, y: at!.y + stride * dy };
      steps.push({ ...at, dx, dy, up });
    }
  };
  for (const stroke of drawing) stroke.forEach((pen, n) => follow(pen, +(n === 0)));
  return steps;
}

/** As the network's input: three numbers a step. */
export const inputOf = (steps: readonly Step[]): number[][] => steps.map(({ dx, dy, up }) => [dx, dy, up]);

export const between = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Of all points, if there is one. */
export function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
