// Files of ONNX: read as their own runtimes compute with them, or refused by node.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sequential } from 'lstm-wasm';
import * as worker from 'lstm-wasm/worker';
import { fromOnnx, toOnnx } from 'lstm-wasm/onnx';
import { numbers, tokens } from './numbers.mjs';
import { file, tensor } from './onnx-file.mjs';
import { close, run } from './onnx-runtime.mjs';
import { compiles, folder, python, withTorch } from './python.mjs';
import { stacks } from './stacks.mjs';
import { refusedWith } from './strangers.mjs';

/** What of our own layers has no way back: another form of the data, and what is several nodes. */
const oneWay = /^images|another shape|gelu/;

for (const [name, { list, shapes }] of Object.entries(stacks).filter(([name]) => !oneWay.test(name))) {
  test(`${name}: what was written is read again`, async () => {
    const model = await sequential({ seed: 3, layers: list });
    const { model: again } = await fromOnnx((await toOnnx(model)).model);
    const [shape] = shapes;
    const count = shape.reduce((a, b) => a * b, 1);
    const data = list[0].type === 'embedding' ? tokens(count, 5, 1) : numbers(count, 1);
    const [ours, theirs] = [await model.predict({ data, shape }), await again.predict({ data, shape })];
    assert.deepEqual(theirs.shape, ours.shape);
    close(Array.from(ours.data), Array.from(theirs.data), name);
    for (const one of [model, again]) one.dispose();
  });
}

const script = new URL('./python/onnx_files.py', import.meta.url);
const swapped = (array) => array[0].map((_, n) => array.map((row) => row[n]));

/** What PyTorch exports, and is refused. */
const refused = {
  skip: /expected a chain, got Add '.*' with two branches that meet/,
  begun: /expected the last step of each direction, got Gather '.*' with .*; the final states/,
};

/** What the notes say, where there are any. */
const told = {
  time_first: [/^The file reads \[time, batch, features\]; here the batch is first/, /^The file gives \[time, batch, features\]/],
  logarithm: [/^Gives probabilities where the file gives their logarithms\.$/],
  one_number: [/^The file gives \[batch\]/],
  scaled: [/^Made batch normalizations of products and sums with constants/],
};

test('what PyTorch exported predicts here what it does there, or is refused', async () => {
  if (!withTorch) return compiles(readFileSync(script, 'utf8'));
  const cwd = folder();
  python(cwd, script.pathname);
  const cases = JSON.parse(readFileSync(join(cwd, 'cases.json')));
  for (const [name, { x, y }] of Object.entries(cases)) {
    const bytes = new Uint8Array(readFileSync(join(cwd, `${name}.onnx`)));
    if (name in refused) {
      await assert.rejects(fromOnnx(bytes), refusedWith(refused[name]), name);
      continue;
    }
    const { model, notes } = await fromOnnx(bytes);
    const expected = told[name] ?? [];
    assert.equal(notes.length, expected.length, `${name}: ${notes}`);
    notes.forEach((note, n) => assert.match(note, expected[n]));
    const ours = await model.predict(name === 'time_first' ? swapped(x) : x);
    const wanted = (name === 'time_first' ? swapped(y) : y).flat(3);
    close(name === 'logarithm' ? wanted.map(Math.exp) : wanted, Array.from(ours.data), name);
    model.dispose();
  }
});

const ints = (name, ...values) => tensor(name, [values.length], BigInt64Array.from(values, BigInt));
const floats = (name, shape, seed) => tensor(name, shape, numbers(shape.reduce((a, b) => a * b, 1), seed));
const H = 2;
const lstm = [floats('W', [1, 4 * H, 3], 1), floats('R', [1, 4 * H, H], 2), floats('B', [1, 8 * H], 3)];
const steps = ['Transpose', ['x'], ['steps'], { perm: [1, 0, 2] }];
const cell = ['LSTM', ['steps', 'W', 'R', 'B'], ['every', 'last'], { hidden_size: H }];
const end = ['Squeeze', ['last', 'first'], ['y']];
const constants = [...lstm, ints('first', 0)];
const good = { nodes: [steps, cell, end], constants };

async function agrees(graph, shape = [2, 4, 3]) {
  const bytes = file(graph);
  const { model, notes } = await fromOnnx(bytes);
  const data = numbers(shape.reduce((a, b) => a * b, 1), 7);
  const [ours, theirs] = [await model.predict({ data, shape }), await run(bytes, { data, shape })];
  close(Array.from(theirs.data), Array.from(ours.data), 'ONNX Runtime');
  model.dispose();
  return notes;
}

test('cells of all directions, states of zeros, and steps picked in several ways agree with ONNX Runtime', async () => {
  await agrees(good);
  const backwards = ['LSTM', ['steps', 'W', 'R', 'B'], ['every', 'last'], { direction: 'reverse', hidden_size: H }];
  await agrees({ nodes: [steps, backwards, end], constants });
  const atStart = ['Gather', ['every', 'zero'], ['y0'], { axis: 0 }];
  const zero = tensor('zero', [], BigInt64Array.of(0n));
  await agrees({ nodes: [steps, backwards, atStart, ['Squeeze', ['y0', 'first'], ['y']]], constants: [...constants, zero] });
  const twice = [steps, ['LSTM', ['steps', 'W', 'R', 'B'], ['every', ''], { direction: 'reverse', hidden_size: H }], ['Squeeze', ['every', 'second'], ['mid']],
    ['LSTM', ['mid', 'W2', 'R2'], ['', 'last'], { hidden_size: H }], end];
  await agrees({ nodes: twice, constants: [...constants, ints('second', 1), floats('W2', [1, 4 * H, H], 4), floats('R2', [1, 4 * H, H], 5)] });
  const states = [['Shape', ['steps'], ['sizes']], ['Gather', ['sizes', 'one'], ['batch']], ['Concat', ['first1', 'batch', 'units'], ['shape'], { axis: 0 }],
    ['ConstantOfShape', ['shape'], ['zeros']], ['LSTM', ['steps', 'W', 'R', 'B', '', 'zeros', 'zeros'], ['', 'last'], { hidden_size: H }]];
  await agrees({ nodes: [steps, ...states, end], constants: [...constants, ints('one', 1), ints('first1', 1), ints('units', H)] });
});

test("a file may be a buffer of Node's, which is a part of a larger one", async () => {
  const [x, { model }] = [{ data: numbers(12, 3), shape: [1, 4, 3] }, await fromOnnx(file(good))];
  const { model: same } = await fromOnnx(Buffer.concat([Buffer.alloc(9), file(good)]).subarray(9));
  assert.deepEqual(await same.predict(x), await model.predict(x));
  for (const one of [model, same]) one.dispose();
});

test('states that a file takes are zeros, as here, and told', async () => {
  const nodes = [steps, ['Squeeze', ['h0', 'first'], ['h1']], ['Unsqueeze', ['h1', 'first'], ['h']], ['LSTM', ['steps', 'W', 'R', 'B', '', 'h', 'c'], ['', 'last'], { hidden_size: H }], end];
  const { model, notes } = await fromOnnx(file({ nodes, constants, inputs: [['x', [0, 0, 3]], ['h0', [1, 0, H]], ['c', [1, 0, H]]] }));
  const { model: plain } = await fromOnnx(file(good));
  const x = { data: numbers(12, 3), shape: [1, 4, 3] };
  assert.deepEqual(await model.predict(x), await plain.predict(x));
  assert.deepEqual(notes, ['h0', 'c'].map((name) => `Begins with zeros where the file takes '${name}': predict takes states with every call.`));
  for (const one of [model, plain]) one.dispose();
});

test('the model is made where it is said, in a worker too; other outputs are left out, and told', async () => {
  const { model, notes } = await fromOnnx(file({ ...good, outputs: [['y', []], ['every', []]] }), { in: worker });
  assert.ok(model.predict([[[1, 2, 3]]]) instanceof Promise);
  assert.deepEqual(notes, ["Left out the output 'every'."]);
  model.dispose();
});

test('what layers here have not is refused by node, and by what of it', async () => {
  const refuses = (graph, words) => assert.rejects(fromOnnx(file({ ...good, ...graph })), refusedWith(words));
  const using = (changed) => ({ nodes: [steps, changed, end] });
  const inputs = ['steps', 'W', 'R', 'B'];
  for (const operator of ['Loop', 'Scan', 'If']) {
    await refuses({ nodes: [steps, cell, [operator, ['last'], ['y']]] }, new RegExp(`expected nodes that layers here have, got ${operator} 'the ${operator}'; `));
  }
  await refuses({ nodes: [steps, cell, ['Fancy', ['last'], ['y'], {}, 'own.domain']] }, /got own\.domain\.Fancy 'the Fancy'/);
  await refuses(using(['LSTM', inputs, ['', 'last'], { clip: 0.5 }]), /expected no clip, got LSTM/);
  await refuses(using(['LSTM', inputs, ['', 'last'], { layout: 1 }]), /expected no layout, got LSTM/);
  await refuses(using(['LSTM', [...inputs, '', '', '', 'P'], ['', 'last']]), /before 'P'/);
  await refuses(using(['LSTM', [...inputs, '', 'B'], ['', 'last']]), /expected initial states of zeros, got LSTM/);
  await refuses(using(['LSTM', inputs, ['', 'last'], { activations: ['Sigmoid', 'Tanh', 'Relu'] }]), /the same activation inside of a cell and on its way out, got LSTM .* with tanh and relu/);
  await refuses(using(['LSTM', inputs, ['', 'last'], { activations: ['Sigmoid', 'ThresholdedRelu', 'Tanh'] }]), /with ThresholdedRelu/);
  await refuses(using(['LSTM', inputs, ['', 'last'], { direction: 'bidirectional' }]), /expected weights W \[D, gates H, I\]/);
  await refuses(using(['LSTM', ['x', 'W', 'R', 'x'], ['', 'last']]), /expected constant biases B, got LSTM/);
  await refuses({ inputs: [['x', [0, 0, 4]]] }, /expected X of \[time, batch, 3 features\]/);
  await refuses({ nodes: [steps, cell, ['Add', ['last', 'state'], ['y']]], inputs: [['x', [0, 0, 3]], ['state', [1, 0, H]]] }, /expected one input that layers read one after the other, got Add 'the Add' with another, 'state'/);
  await refuses({ nodes: [end, steps, cell] }, /expected nodes in the order of computation, got Squeeze .* before 'last'/);
  await refuses({ nodes: [steps, cell, ['Add', ['y', 'last'], ['y']]] }, /in the order of computation/);
  await refuses({ outputs: [['B', []]] }, /expected 'B' to depend on the input, got constants/);
  await refuses({ outputs: [['x', []]] }, /expected a graph with layers, got one that does nothing/);
  await refuses({ opset: 0 }, /a graph and an opset, got one without/);
  await refuses({ nodes: [steps, cell, ['Elu', ['last'], ['y'], { alpha: 0.5 }]] }, /expected alpha 1, got Elu 'the Elu' with alpha 0.5/);
});
