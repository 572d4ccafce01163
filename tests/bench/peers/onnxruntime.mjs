// ONNX Runtime web, WebAssembly backend, one thread. It runs models and trains none.
import * as ort from 'onnxruntime-web/wasm';
import { onnxruntimeFiles } from '#platform';
import { draw, tokens } from '../inputs.mjs';
import { onnxModel } from './onnx-model.mjs';

async function start(workload) {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = onnxruntimeFiles();
  return ort.InferenceSession.create(onnxModel(workload), { executionProviders: ['wasm'] });
}

const tensorOf = (ids, shape) => new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), shape);

function generation(session, { units, outputs }) {
  const zeros = (width) => new ort.Tensor('float32', new Float32Array(width), [1, 1, width]);
  const feeds = {};
  units.forEach((width, n) => Object.assign(feeds, { [`h${n}`]: zeros(width), [`c${n}`]: zeros(width) }));
  let token = 0;
  return async (length) => {
    for (let n = 0; n < length; ++n) {
      feeds.tokens = tensorOf([token], [1, 1]);
      const results = await session.run(feeds);
      token = draw(results.probabilities.data, outputs);
      for (let k = 0; k < units.length; ++k) {
        feeds[`h${k}`] = results[`next_h${k}`];
        feeds[`c${k}`] = results[`next_c${k}`];
      }
    }
  };
}

function prediction(session, { vocabulary, batch, time }) {
  const feeds = { tokens: tensorOf(tokens(batch * time, vocabulary), [time, batch]) };
  return async (batches) => {
    for (let n = 0; n < batches; ++n) await session.run(feeds);
  };
}

/** @param {import('../workloads.mjs').Workload} workload */
export async function prepare(workload) {
  const session = await start(workload);
  const run = (workload.kind === 'generation' ? generation : prediction)(session, workload);
  return { run, close: () => session.release() };
}
