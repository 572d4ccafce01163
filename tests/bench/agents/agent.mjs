// Inside an engine, Node or a page: opens a peer's workload and takes samples of it.
import { calibrate, sample } from '../measure.mjs';

/** Imported on demand, so that a process holds one peer and no more. */
const peers = {
  'lstm-wasm': () => import('../peers/lstm-wasm.mjs'),
  neataptic: () => import('../peers/neataptic.mjs'),
  onnxruntime: () => import('../peers/onnxruntime.mjs'),
  roofline: () => import('../peers/roofline.mjs'),
  tensorflow: () => import('../peers/tensorflow.mjs'),
};

let current;

/**
 * Builds the model and warms it up.
 * @param {{ peer: string, options?: object, workload: import('../workloads.mjs').Workload }} job
 */
async function open({ peer, options, workload }) {
  const { prepare } = await peers[peer]();
  const prepared = await prepare(workload, options ?? {});
  current = { ...prepared, steps: await calibrate(prepared.run) };
}

/** What the orchestrator may call. */
export const agent = {
  open,
  /** Milliseconds a step. */
  sample: () => sample(current.run, current.steps),
  /** Bytes of WebAssembly memory, where the peer can tell. */
  memory: () => current.memory?.(),
  async close() {
    await current?.close?.();
    current = undefined;
  },
};
