// neataptic: a graph of neurons, trained one sequence at a time.
import neataptic from 'neataptic';
import { tokens } from '../inputs.mjs';

/** @param {import('../workloads.mjs').Workload} workload */
export function prepare({ vocabulary, units, outputs, batch, time }) {
  const network = new neataptic.architect.LSTM(vocabulary, ...units, outputs);
  const ids = tokens(batch * time, vocabulary);
  const labels = tokens(batch, 2);
  const oneHot = (token) => Array.from({ length: vocabulary }, (_, n) => (n === token ? 1 : 0));
  const sequences = Array.from({ length: batch }, (_, b) => ({
    steps: Array.from(ids.subarray(b * time, (b + 1) * time), oneHot),
    target: [labels[b]],
  }));
  return {
    run(epochs) {
      for (let n = 0; n < epochs; ++n) {
        for (const { steps, target } of sequences) {
          network.clear();
          for (const step of steps) network.activate(step, true);
          network.propagate(0.1, 0, true, target);
        }
      }
    },
  };
}
