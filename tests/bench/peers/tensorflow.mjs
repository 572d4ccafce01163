// TensorFlow.js, layers API, WebAssembly backend with SIMD, one thread.
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { tensorflowFiles } from '#platform';
import { draw, tokens } from '../inputs.mjs';

/**
 * The backend lacks the kernel that an embedding's gradient needs: rows of x [N, E] are added up by
 * the segment that each belongs to.
 */
function registerUnsortedSegmentSum() {
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) {
      const row = x.shape.slice(segmentIds.shape.length);
      const width = row.reduce((product, extent) => product * extent, 1);
      const values = backend.readSync(x.dataId);
      const sums = new Float32Array(numSegments * width);
      backend.readSync(segmentIds.dataId).forEach((segment, at) => {
        for (let n = 0; n < width; ++n) sums[segment * width + n] += values[at * width + n];
      });
      return backend.makeOutput([numSegments, ...row], 'float32', undefined, sums);
    },
  });
}

async function start() {
  setWasmPaths(tensorflowFiles());
  setThreadsCount(1);
  registerUnsortedSegmentSum();
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js: the wasm backend did not start');
}

/** Its own orthogonal starting weights take seconds, and change nothing in a step's time. */
const quickStart = { recurrentInitializer: 'glorotUniform' };

function modelOf({ kind, vocabulary, embedding, units, outputs, batch }) {
  const everyStep = kind !== 'binary-training';
  const stateful = kind === 'generation';
  const model = tf.sequential();
  const input = stateful ? { batchInputShape: [batch, 1] } : {};
  model.add(tf.layers.embedding({ inputDim: vocabulary, outputDim: embedding, ...input }));
  units.forEach((width, n) => {
    const returnSequences = everyStep || n < units.length - 1;
    model.add(tf.layers.lstm({ units: width, returnSequences, stateful, ...quickStart }));
  });
  model.add(tf.layers.dense({ units: outputs, activation: everyStep ? 'softmax' : 'sigmoid' }));
  return model;
}

const trainOn = (model, x, y) => async (steps) => {
  for (let n = 0; n < steps; ++n) await model.trainOnBatch(x, y);
};

const build = {
  'language-training'(workload) {
    const { vocabulary, batch, time } = workload;
    const model = modelOf(workload);
    model.compile({ optimizer: tf.train.adam(1e-3), loss: 'sparseCategoricalCrossentropy' });
    const x = tf.tensor2d(tokens(batch * time, vocabulary), [batch, time]);
    const y = tf.tensor3d(Float32Array.from(tokens(batch * time, vocabulary, 2)), [batch, time, 1]);
    return trainOn(model, x, y);
  },

  'binary-training'(workload) {
    const { vocabulary, batch, time } = workload;
    const model = modelOf(workload);
    model.compile({ optimizer: tf.train.adam(1e-3), loss: 'binaryCrossentropy' });
    const x = tf.tensor2d(tokens(batch * time, vocabulary), [batch, time]);
    const y = tf.tensor2d(Float32Array.from(tokens(batch, 2)), [batch, 1]);
    return trainOn(model, x, y);
  },

  generation(workload) {
    const model = modelOf(workload);
    let token = 0;
    return (length) => {
      for (let n = 0; n < length; ++n) {
        const probabilities = tf.tidy(() => model.predict(tf.tensor2d([token], [1, 1])).dataSync());
        token = draw(probabilities, workload.outputs);
      }
    };
  },

  prediction(workload) {
    const { vocabulary, batch, time } = workload;
    const model = modelOf(workload);
    const x = tf.tensor2d(tokens(batch * time, vocabulary), [batch, time]);
    return (batches) => {
      for (let n = 0; n < batches; ++n) tf.tidy(() => model.predict(x, { batchSize: batch }).dataSync());
    };
  },
};

/** @param {import('../workloads.mjs').Workload} workload */
export async function prepare(workload) {
  await start();
  return { run: build[workload.kind](workload) };
}
