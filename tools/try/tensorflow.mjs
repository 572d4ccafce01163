// TensorFlow.js in one thread of WebAssembly, or plainly where it has no such kernel.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

export { tf };

tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // whose workers do not start in Node
const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(join(dirname(wasm), '/'));

/** @param load - gives the model, on whichever backend is set */
export async function engineOf(load) {
  await tf.setBackend('wasm');
  const model = await load();
  return {
    name: 'TensorFlow.js',
    shapes: model.inputs.map(({ shape }) => shape.slice(1)), // without the batch
    async predict(x) {
      try {
        return await predicted(model, x);
      } catch (error) {
        if (tf.getBackend() === 'cpu') throw error;
        await tf.setBackend('cpu');
        return predicted(model, x);
      }
    },
    resetStates: () => model.resetStates(),
    dispose: () => model.dispose(),
  };
}

async function predicted(model, x) {
  const given = [x].flat().map(({ data, shape }) => tf.tensor(data, shape));
  const outputs = [model.predict(given.length === 1 ? given[0] : given)].flat();
  try {
    return await Promise.all(outputs.map(async (output) => ({ data: await output.data(), shape: output.shape })));
  } finally {
    tf.dispose([given, outputs]);
  }
}
