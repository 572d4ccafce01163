// TensorFlow.js, whose layers are Keras 2's: it writes models and predicts.
import * as tf from '@tensorflow/tfjs';
import { numbers } from './numbers.mjs';

export { tf };

/** A model whose weights all are random, biases too. */
export const modelOf = (layers) => randomized(tf.sequential({ layers }));

/** The same of a graph. */
export const graphModelOf = (ends) => randomized(tf.model(ends));

function randomized(model) {
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
export const predictionOf = (model, x, shape) => predictionsOf(model, [{ data: x, shape }])[0];

/** All outputs for some inputs. */
export function predictionsOf(model, inputs) {
  const given = inputs.map(({ data, shape }) => tf.tensor(data, shape));
  const outputs = [model.predict(given.length === 1 ? given[0] : given)].flat();
  const result = outputs.map((output) => ({ data: output.dataSync(), shape: output.shape }));
  tf.dispose([given, outputs]);
  return result;
}
