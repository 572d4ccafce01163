// Damaged and hostile files in place of ONNX files: refused in words, before memory is taken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layers, sequential } from 'lstm-wasm';
import { fromOnnx, toOnnx } from 'lstm-wasm/onnx';
import { numbers } from './numbers.mjs';
import { file, tensor } from './onnx-file.mjs';
import { isRefusal, refusedWith, refusesEveryCut, survivesDamage } from './strangers.mjs';

const whole = async () => {
  const model = await sequential({
    layers: [layers.bidirectional({ layer: layers.gru({ units: 2, inputShape: [null, 1] }) }), layers.dense({ units: 1, activation: 'tanh' })],
  });
  const { model: bytes } = await toOnnx(model);
  model.dispose();
  return bytes;
};
const refuses = (graph, words) => assert.rejects(fromOnnx(file(graph)), refusedWith(words));
const ints = (name, ...values) => tensor(name, [values.length], BigInt64Array.from(values, BigInt));

test('a file cut at any byte is refused, or what is left is a graph', async () => {
  const bytes = await whole();
  for (let size = 0; size < bytes.length; ++size) {
    await fromOnnx(bytes.slice(0, size)).then(({ model }) => assert.fail(`${size} bytes are no model: ${model.summary()}`), isRefusal);
  }
  await refusesEveryCut(bytes.subarray(0, 64), fromOnnx);
});

test('a file with any bytes changed is read or refused', async () => {
  const refused = await survivesDamage(await whole(), fromOnnx, { runs: 3000 });
  assert.ok(refused > 1000, `${refused} of 3000`);
});

test('any nodes between input and output are read or refused', async () => {
  const operators = ['Add', 'Mul', 'Div', 'Sub', 'Gather', 'Slice', 'Concat', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Shape', 'Expand', 'Where', 'ConstantOfShape',
    'Cast', 'MatMul', 'Gemm', 'Softmax', 'Relu', 'LSTM', 'GRU', 'RNN', 'Conv', 'MaxPool', 'BatchNormalization', 'LayerNormalization', 'ReduceMean', 'Pad', 'Flatten', 'Identity', 'Constant'];
  const edges = ['x', 'a', 'b', 'c', 'row', 'matrix', 'ones', 'far', ''];
  const node = fc.tuple(
    fc.constantFrom(...operators),
    fc.array(fc.constantFrom(...edges), { maxLength: 5 }),
    fc.constantFrom('a', 'b', 'c', 'y').map((name) => [name]),
    fc.dictionary(fc.constantFrom('axis', 'axes', 'perm', 'keepdims', 'to', 'hidden_size', 'kernel_shape', 'pads'), fc.oneof(fc.integer({ min: -3, max: 3 }), fc.array(fc.integer({ min: -2, max: 3 }), { minLength: 1, maxLength: 3 }))),
  );
  const constants = [tensor('row', [3], numbers(3, 1)), tensor('matrix', [3, 3], numbers(9, 2)), ints('ones', 1, -1, 0), ints('far', 2 ** 40, -(2 ** 40))];
  let read = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(node, { minLength: 1, maxLength: 6 }), fc.boolean(), async (nodes, isChain) => {
      const chained = nodes.map(([operator, [, ...inputs], , attributes], n) => [operator, [`v${n - 1}`, ...inputs], [`v${n}`], attributes]);
      const ended = isChain ? [['MatMul', ['x', 'matrix'], ['v-1']], ...chained, ['Identity', [`v${nodes.length - 1}`], ['y']]] : [...nodes, ['Identity', ['a'], ['y']]];
      const bytes = file({ nodes: ended, constants });
      await fromOnnx(bytes).then(({ model }) => { model.dispose(); ++read; }, isRefusal);
    }),
    { numRuns: 4000, seed: 1 },
  );
  assert.ok(read > 30, `${read} of 4000 were models`);
});

test('tensors whose sizes lie are refused by their names', async () => {
  const nodes = [['MatMul', ['x', 'W'], ['y']]];
  const data = numbers(6, 1);
  await refuses({ nodes, constants: [tensor('W', [3, 3], data)] }, /expected 9 numbers in 'W' of shape \[3, 3\], got 6/);
  await refuses({ nodes, constants: [tensor('W', [2 ** 40, 2 ** 40], data)] }, /numbers in 'W' of shape/);
  await refuses({ nodes, constants: [tensor('W', [-3, -2], data)] }, /expected 6 numbers in 'W' of shape \[-3, -2\], got 6/);
  await refuses({ nodes, constants: [tensor('W', [6], data, { kind: 8 })] }, /expected floats, whole numbers or booleans in 'W' of shape \[6\], got data type 8/);
  await refuses({ nodes, constants: [tensor('W', [3], data.slice(0, 3), { kind: 7 })] }, /expected numbers of 8 bytes in 'W' of shape \[3\], got 12 bytes/);
  await refuses({ nodes, constants: [tensor('W', [3, 2], data)], inputs: [['x', [0, 0, 4]]] }, /expected weights for 4 features, got MatMul .* some for 3/);
});

test('constants that would grow are refused before they do', async () => {
  const words = /expected constants of the order of the file, got nodes that make far more of them/;
  const row = tensor('row', [1000], numbers(1000, 1));
  const doubled = Array.from({ length: 40 }, (_, n) => ['Concat', [n ? `a${n - 1}` : 'row', n ? `a${n - 1}` : 'row'], [`a${n}`], { axis: 0 }]);
  await refuses({ nodes: [...doubled, ['Add', ['x', 'a39'], ['y']]], constants: [row] }, words);
  const wide = [['Expand', ['row', 'far'], ['a']], ['Add', ['x', 'a'], ['y']]];
  await refuses({ nodes: wide, constants: [row, ints('far', 2 ** 40, 1000)] }, words);
});

test('constants that are the weights of many layers are refused before there are many', async () => {
  const matrix = tensor('W', [30, 30], numbers(900, 1));
  const products = Array.from({ length: 500 }, (_, n) => ['MatMul', [n ? `a${n - 1}` : 'x', 'W'], [n < 499 ? `a${n}` : 'y']]);
  await refuses({ nodes: products, constants: [matrix], inputs: [['x', [0, 30]]] }, /expected constants of the order of the file/);
});

test('other files, and buffers that go on for ever, are refused', async () => {
  await assert.rejects(fromOnnx(new Uint8Array(0)), refusedWith(/a file of ONNX with a graph and an opset/));
  await assert.rejects(fromOnnx(new Uint8Array(1000).fill(0xff)), refusedWith(/expected a whole protocol buffer, got a number of more than 64 bits/));
  await assert.rejects(fromOnnx(Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f)), refusedWith(/got \d+ bytes where 0 are left/));
  await assert.rejects(fromOnnx('model.onnx'), refusedWith(/expected the file in fromOnnx as a Uint8Array/));
});
