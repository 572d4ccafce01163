// All the memory that WebAssembly gives, taken by models until one is refused: the others go on, and what they
// give back is enough for as many again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layers, sequential } from 'lstm-wasm';
import { record } from '../facts.mjs';
import { watchWasmMemory } from '../wasm-memory.mjs';

const bytes = watchWasmMemory();
const x = [[0.5, -0.5]];
const small = () => sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
const large = () => sequential({ layers: [layers.dense({ units: 5000, inputShape: [5000] })] }); // 100 MB and its gradients

async function untilRefused() {
  const models = [];
  await assert.rejects(
    async () => {
      for (;;) models.push(await large());
    },
    { name: 'RangeError', message: /^lstm: expected .*memory/ },
  );
  return models;
}

test('memory that is refused, and given back', async () => {
  const model = await small();
  const before = (await model.predict(x)).data;
  const first = await untilRefused();
  const most = bytes();
  assert.ok(most > 2 ** 30, `${most} bytes for ${first.length} models`);
  assert.deepEqual((await model.predict(x)).data, before);
  for (const one of first) one.dispose();

  for (let round = 0; round < 3; ++round) {
    const again = await untilRefused();
    assert.equal(again.length, first.length);
    for (const one of again) one.dispose();
  }
  assert.deepEqual((await model.predict(x)).data, before);
  record('all memory taken and given back', { faults: 4, memoryBefore: most, memoryAfter: bytes(), lostWeights: 0 });
});
