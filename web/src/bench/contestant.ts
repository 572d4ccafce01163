// In a hidden page of its own: one build of the package, one workload. Does what the page around it asks.
import * as lstm from 'lstm-wasm/worker';
import { calibrate, sample } from '../../../tests/bench/measure.mjs';
import { startWorkload } from '../../../tests/bench/workload-runs.mjs';
import type { Workload } from '../../../tests/bench/workloads.mjs';
import { words } from '../basics/format';

let run: (steps: number) => Promise<unknown>;
let steps: number;

const agent = {
  init: lstm.init,

  /** Builds the model and warms it up. */
  async open(workload: Workload): Promise<void> {
    ({ run } = await startWorkload(workload, lstm));
    steps = await calibrate(run);
  },

  /** Milliseconds a step. */
  sample: (): Promise<number> => sample(run, steps),
};

export type Agent = typeof agent;

async function answer(method: keyof Agent, argument: never): Promise<object> {
  try {
    return { result: await agent[method](argument) };
  } catch (error) {
    return { error: words(error) };
  }
}

addEventListener('message', async ({ source, data }) => {
  if (source === parent) parent.postMessage(await answer(data.method, data.argument as never), location.origin);
});
document.documentElement.dataset.ready = ''; // else the page around would ask in vain
