// State dicts of PyTorch's models: read here, and written so that PyTorch reads them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { layers, sequential } from 'lstm-wasm';

const folder = new URL('../golden/', import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.startsWith('state_dict_'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

const ours = ({ stateDict }) => {
  const [V, E] = stateDict['embedding.weight'].shape;
  const units = (name) => stateDict[`${name}.weight_hh_l0`].shape[1];
  return sequential({
    layers: [
      layers.embedding({ inputDim: V, outputDim: E }),
      layers.lstm({ units: units('lstm'), returnSequences: true }),
      layers.bidirectional({ layer: layers.lstm({ units: units('bidirectional'), returnSequences: true }) }),
      layers.dense({ units: stateDict['dense.bias'].shape[0] }),
    ],
  });
};
const floats = ({ data, shape }) => ({ data: Float32Array.from(data), shape });

/** The format is short: eight bytes of header length, the header as JSON, the elements. */
function readSafetensors(bytes) {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
  const data = bytes.slice(8 + size).buffer;
  return Object.fromEntries(
    Object.entries(header).map(([name, { dtype, shape, data_offsets: [begin, end] }]) => {
      assert.equal(dtype, 'F32');
      return [name, { data: new Float32Array(data.slice(begin, end)), shape }];
    }),
  );
}

test('there are state dicts of both generations of PyTorch', () => {
  assert.deepEqual(goldens.map(({ torch }) => torch.split('.')[0]).sort(), ['1', '2']);
});

for (const golden of goldens) {
  test(`PyTorch ${golden.torch}: its state dict predicts the same here, to 1e-5`, async () => {
    const model = await ours(golden);
    const dict = Object.entries(golden.stateDict).map(([name, tensor]) => [name, floats(tensor)]);
    await model.loadStateDict(Object.fromEntries(dict));
    const y = await model.predict({ data: Int32Array.from(golden.x.data), shape: golden.x.shape });
    assert.deepEqual(y.shape, golden.y.shape);
    const worst = Math.max(...golden.y.data.map((value, n) => Math.abs(value - y.data[n])));
    assert.ok(worst < 1e-5, `largest difference ${worst}`);
  });

  test(`PyTorch ${golden.torch}: a file saved here has its names, shapes and weights`, async () => {
    const model = await ours(golden);
    const theirs = Object.fromEntries(
      Object.entries(golden.stateDict).map(([name, tensor]) => [name, floats(tensor)]),
    );
    await model.loadStateDict(theirs);
    const file = readSafetensors(await model.save());
    assert.deepEqual(Object.keys(file).sort(), Object.keys(theirs).sort());
    for (const [name, { data, shape }] of Object.entries(file)) {
      assert.deepEqual(shape, theirs[name].shape, name);
      const second = name.replace('bias_ih', 'bias_hh');
      const expected = name.includes('bias_hh')
        ? theirs[name].data.map(() => 0)
        : second === name
          ? theirs[name].data
          : theirs[name].data.map((value, n) => value + theirs[second].data[n]);
      assert.deepEqual(data, expected, name);
    }
  });
}
