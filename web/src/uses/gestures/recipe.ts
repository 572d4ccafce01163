// The lines of code that open the saved network and read a drawing with it.
import { stride } from './drawing';

export const recipe = (file: string): string => `import { loadModel } from 'lstm-wasm';

const response = await fetch('${file}');
const model = await loadModel(await response.arrayBuffer());
const stream = model.stream();

let at; // where the string ends that the pen pulls
/** With every place of the pen, x and y from 0 to 1; the shares of the signs, or null. */
function follow(pen, isDown) {
  at ??= pen;
  let shares = null;
  for (let way; (way = Math.hypot(pen.x - at.x, pen.y - at.y)) >= ${stride}; ) {
    const [dx, dy] = [(pen.x - at.x) / way, (pen.y - at.y) / way];
    at = { x: at.x + ${stride} * dx, y: at.y + ${stride} * dy };
    shares = stream.stepSync([dx, dy, isDown ? 0 : 1]);
  }
  return shares;
}

/** Another drawing. */
function begin() {
  at = undefined;
  stream.reset();
}
`;
