// TensorFlow.js, whose layers are Keras 2's: it writes models and predicts.
import * as tf from '@tensorflow/tfjs';
import { numbers } from './numbers.mjs';

export { tf };

/** A model whose weights all are random, biases too. */
export function modelOf(layers) {
  const model = tf.sequential({ layers });
  model.setWeights(model.weights.map(({ name, shape }, n) => {
    const values = numbers(shape.reduce((a, b) => a * b, 1), n + 1);
    return tf.tensor(name.endsWith('variance') ? values.map(Math.abs) : values, shape);
  }));
  return model;
}

/** Topology, list and bytes of the weights. */
export async function artifactsOf(model) {
  let artifacts;
  await model.save(tf.io.withSaveHandler(async (given) => {
    artifacts = given;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }));
  return artifacts;
}

/** Outputs for `x` of `shape`, flat. */
export function predictionOf(model, x, shape) {
  const input = tf.tensor(x, shape);
  const output = model.predict(input);
  const result = { data: output.dataSync(), shape: output.shape };
  tf.dispose([input, output]);
  return result;
}
