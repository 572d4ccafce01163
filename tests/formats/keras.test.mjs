// Every layer and option of Keras's that there is here, from every container: it predicts what TensorFlow.js does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { init } from 'lstm-wasm';
import { fromKeras, fromTfjs } from 'lstm-wasm/keras';
import { archiveOf, asFunctional, asKeras3, filesOf, h5Of } from './keras-files.mjs';
import { models } from './keras-models.mjs';
import { difference } from './numbers.mjs';
import { artifactsOf, modelOf, predictionOf } from './tensorflow.mjs';

await init({ threads: 1 }); // which start sooner

const older = '2.15.0';

/** A model's file in each container, opened. */
const containers = {
  'model.json': (artifacts) => fromTfjs(filesOf(artifacts, { cut: 100 })),
  '.h5 of Keras 2': (artifacts) => fromKeras(h5Of(artifacts)),
  '.keras of Keras 2': (artifacts) => fromKeras(archiveOf(artifacts, { version: older })),
  '.h5 as of Keras 3': (artifacts) => fromKeras(h5Of(artifacts, older, (path) => `sequential/${path}`, asKeras3(artifacts))),
  '.keras as of Keras 3': (artifacts) => fromKeras(archiveOf(artifacts, { version: older, model: asKeras3(artifacts), level: 6 })),
  'Functional of Keras 2': (artifacts) => fromKeras(h5Of(artifacts, older, undefined, asFunctional(artifacts.modelTopology, 2))),
  'Functional of Keras 3': (artifacts) => fromKeras(archiveOf(artifacts, { version: older, model: asFunctional(asKeras3(artifacts), 3) })),
};

for (const [name, { layers, input, shape }] of Object.entries(models)) {
  test(`${name}: predicts what TensorFlow.js does`, async () => {
    const its = modelOf(layers());
    const wanted = predictionOf(its, input, shape);
    const artifacts = await artifactsOf(its);
    for (const [container, open] of Object.entries(containers)) {
      const { model } = await open(artifacts);
      const { data, shape: came } = await model.predict({ data: input, shape });
      assert.deepEqual(came, wanted.shape, container);
      assert.ok(difference(data, wanted.data) < 3e-6, `${container}: ${difference(data, wanted.data)}`);
      model.dispose();
    }
    its.dispose();
  });
}
