// Starts a contestant on a workload, where it runs.
import { startChromium } from './chromium.mjs';
import { startNative } from './native.mjs';
import { startNode } from './node.mjs';
import { startTorch } from './torch.mjs';

const start = { node: startNode, torch: startTorch, native: startNative, chromium: startChromium };

/**
 * @typedef {object} Side
 * @property {() => Promise<unknown>} open - builds the model and warms up
 * @property {() => Promise<number>} sample - milliseconds a step
 * @property {() => Promise<number | undefined>} memory - bytes of WebAssembly memory
 * @property {() => unknown} close
 */

/** @returns {Promise<Side>} */
export async function startSide(contestant, workload, setting) {
  const side = await start[contestant.place](contestant, workload, setting);
  try {
    await side.open();
    return side;
  } catch (error) {
    await side.close();
    throw error;
  }
}
