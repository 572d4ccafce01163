// Options and the headers of files, which JavaScript lays on tapes for core: what they can't be is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layers, loadModel, readSafetensors, sequential } from 'lstm-wasm';

const dense = (options) => sequential({ layers: [layers.dense({ units: 1, inputShape: [2], ...options })] });
const refused = (call, message) => assert.rejects(call, { name: 'TypeError', message });

test('a name has whole characters, of any script', async () => {
  const model = await dense({ name: 'жук 🐞 "\\\n' });
  assert.deepEqual(Object.keys(await (await loadModel(await model.save())).stateDict()), ['жук 🐞 "\\\n.weight', 'жук 🐞 "\\\n.bias']);
  await refused(() => dense({ name: 'a\uD83D' }), /^lstm: expected plain options, got others: half a character in /);
});

test('options that are too deep, or in themselves, are none', async () => {
  let deep = 1;
  for (let n = 0; n < 100_000; ++n) deep = [deep];
  await refused(() => dense({ name: deep }), /^lstm: expected plain options, got others: /);
  const own = {};
  own.name = own;
  await refused(() => dense(own), /^lstm: expected plain options, got others: /);
});

function fileOf(header) {
  const bytes = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + bytes.length);
  new DataView(file.buffer).setUint32(0, bytes.length, true);
  file.set(bytes, 8);
  return file;
}

test('a header is JSON in UTF-8, of few levels', async () => {
  const none = /^lstm: expected JSON in a file, got another text$/;
  for (const header of ['{', '{"a":1}}', "{'a':1}", '', '['.repeat(100) + ']'.repeat(100), '['.repeat(1e6), '\uFEFF{}', Uint8Array.of(0x22, 0xff, 0x22)]) {
    await refused(() => readSafetensors(fileOf(header)), none);
  }
  await refused(() => readSafetensors(fileOf('[]')), /header is no object/);
  assert.deepEqual(await readSafetensors(fileOf('{}')), {});
  await refused(() => loadModel(fileOf('{"__metadata__":{"lstm-wasm":"{"}}')), none);
});
