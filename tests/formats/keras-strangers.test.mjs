// Files are strangers': whatever is in one, it is opened or refused in words, soon and without much memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { init } from 'lstm-wasm';
import { fromKeras, fromTfjs } from 'lstm-wasm/keras';
import { archiveOf, asKeras3, filesOf, h5Of } from './keras-files.mjs';
import { isRefusal, refusedWith, refusesEveryCut, survivesDamage } from './strangers.mjs';
import { artifactsOf, modelOf, tf } from './tensorflow.mjs';

await init({ threads: 1 }); // which start sooner

const { layers } = tf;
const stack = () => [layers.embedding({ inputDim: 4, outputDim: 2 }), layers.bidirectional({ layer: layers.gru({ units: 2 }) }), layers.dense({ units: 2 })];
const artifacts = await artifactsOf(modelOf(stack()));
const files = { '.h5': h5Of(artifacts), '.keras': archiveOf(artifacts, { model: asKeras3(artifacts) }), 'packed .keras': archiveOf(artifacts, { level: 9 }) };

for (const [what, bytes] of Object.entries(files)) {
  test(`${what}: every beginning of a file is refused`, () => refusesEveryCut(bytes, fromKeras, 7));

  test(`${what}: a file with other bytes in it is opened or refused`, async (t) => {
    const refused = await survivesDamage(bytes, fromKeras, { runs: 1000 });
    t.diagnostic(`${refused} of 1000 refused`);
  });
}

test('whatever model.json says, it is opened or refused', async () => {
  const { 'model.json': json, ...shards } = filesOf(artifacts);
  const text = new TextDecoder().decode(json);
  await refusesEveryCut(json, (cut) => fromTfjs({ ...shards, 'model.json': cut }), 11);
  const parts = text.match(/"\w+":[^,{}[\]]+/g);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...parts), fc.jsonValue({ maxDepth: 2 }), async (part, value) => {
      const other = text.replaceAll(part, `${part.split(':')[0]}:${JSON.stringify(value)}`);
      const opened = fromTfjs({ ...shards, 'model.json': new TextEncoder().encode(other) });
      await opened.then(({ model }) => model.dispose(), isRefusal);
    }),
    { numRuns: 500, seed: 2 },
  );
});

test('a zip that unpacks to far more than it is, is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'metadata.json': new Uint8Array(100_000_000) }, { level: 9 });
  await assert.rejects(fromKeras(bomb), refusedWith(/expected members of at most 100 times the archive's \d+ bytes, got 100000000 with 'metadata.json'/));
});

test('sizes that lie are refused before there is memory for them', async () => {
  const dense = (units, shape = [null, 2]) => ({ class_name: 'Dense', config: { name: 'dense', units, batch_input_shape: shape } });
  const weights = [{ name: 'dense/kernel', shape: [2, 1], dtype: 'float32' }, { name: 'dense/bias', shape: [1], dtype: 'float32' }];
  const open = (layer, specs = weights) =>
    fromTfjs({ load: async () => ({ modelTopology: { class_name: 'Sequential', config: [layer] }, weightSpecs: specs, weightData: new ArrayBuffer(12) }) });
  await assert.rejects(open(dense(1e9)), refusedWith(/expected kernel of Dense 'dense' to be of shape \[2, 1000000000\], got \[2, 1\]/));
  await assert.rejects(open(dense(1, [null, 1e9])), refusedWith(/to be of shape \[1000000000, 1\], got \[2, 1\]/));
  await assert.rejects(open(dense(1), [{ ...weights[0], shape: [1e9, 1] }, weights[1]]), refusedWith(/expected 4000000004 bytes in weightData, as its list says, got 12/));
  (await open(dense(1))).model.dispose();
});
