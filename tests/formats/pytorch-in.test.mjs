// State dicts of PyTorch: read as PyTorch computes with them, or refused with what would make them readable.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { layers, sequential } from 'lstm-wasm';
import * as worker from 'lstm-wasm/worker';
import { fromPyTorch, guessLayers, readStateDict } from 'lstm-wasm/pytorch';
import { compiles, folder, python, withTorch } from './python.mjs';
import { isRefusal, refusedWith } from './strangers.mjs';
import { archive, numbers, op, stateDict, tensor } from './torch-archive.mjs';

const script = new URL('./python/state_dicts.py', import.meta.url);

/** What PyTorch wrote, and the layers that it is for. */
const lstm = layers.lstm({ units: 4, inputShape: [null, 3] });
const small = [lstm, layers.dense({ units: 2 })];
const nets = {
  text: [
    layers.embedding({ inputDim: 5, outputDim: 3 }),
    layers.lstm({ units: 4, returnSequences: true }),
    layers.lstm({ units: 4, returnSequences: true }),
    layers.dense({ units: 5 }),
  ],
  both_ways: [
    layers.bidirectional({ layer: layers.gru({ units: 4, returnSequences: true, inputShape: [null, 3] }) }),
    layers.bidirectional({ layer: layers.gru({ units: 4 }) }),
    layers.layerNormalization({ epsilon: 1e-5 }),
    layers.dense({ units: 1 }),
  ],
  plain: [layers.simpleRNN({ units: 4, useBias: false, inputShape: [null, 3] }), layers.dense({ units: 2, useBias: false })],
  ...Object.fromEntries(
    ['small', 'wrapped', 'nested', 'parameters', 'views', 'protocol', 'float64', 'float16', 'bfloat16', 'checkpoint'].map((name) => [name, small]),
  ),
};

/** What is refused, and in which words. */
const refused = {
  whole: /a whole module, __main__.Net, .*; torch.save\(model.state_dict\(\), ...\)/,
  old: /before 1\.6 wrote it; torch.save\(torch.load\(...\), ...\)/,
  script: /got TorchScript; .*torch.save/,
  tensor: /expected a state dict in the file, got something else/,
};

function predictsTheSame(model, { x, y }, most) {
  return model.predict(x).then(({ data }) => {
    const expected = y.flat(3);
    assert.equal(data.length, expected.length);
    const worst = Math.max(...expected.map((value, n) => Math.abs(value - data[n])));
    assert.ok(worst < most, `largest difference ${worst}`);
  });
}

test('what PyTorch saved predicts here what it does there; what is no state dict is refused', async () => {
  if (!withTorch) return compiles(readFileSync(script, 'utf8'));
  const cwd = folder();
  python(cwd, script.pathname);
  const read = (name) => new Uint8Array(readFileSync(join(cwd, `${name}.pt`)));
  const cases = JSON.parse(readFileSync(join(cwd, 'cases.json')));
  assert.deepEqual(Object.keys(cases).sort(), Object.keys(nets).sort());
  for (const [name, list] of Object.entries(nets)) {
    const { layers: guess } = await guessLayers(read(name));
    for (const given of [list, guess]) {
      const { model } = await fromPyTorch(read(name), { layers: given });
      await predictsTheSame(model, cases[name], 1e-6);
      model.dispose();
    }
  }
  for (const [name, words] of Object.entries(refused)) {
    await assert.rejects(fromPyTorch(read(name), { layers: small }), refusedWith(words), name);
  }
});

const shapes = {
  'rnn.weight_ih_l0': [8, 3],
  'rnn.weight_hh_l0': [8, 2],
  'rnn.bias_ih_l0': [8],
  'rnn.bias_hh_l0': [8],
  'fc1.weight': [2, 2],
  'fc1.bias': [2],
  'fc2.weight': [2, 2],
  'fc2.bias': [2],
};
const rnn = layers.lstm({ units: 2, inputShape: [null, 3] });
const chain = [rnn, layers.dense({ units: 2 }), layers.dense({ units: 2 })];
const firstOf = (model, name) => model.stateDict()[name].data[0];

test('the notes say whose weights were taken where the names do not', async () => {
  const { model, notes } = await fromPyTorch(stateDict(shapes), { layers: chain });
  assert.deepEqual(notes, [
    "Took 'rnn' for 'lstm'.",
    "Took 'fc1' for 'dense', the first of 2 of these shapes in the file.",
    "Took 'fc2' for 'dense_1'.",
  ]);
  assert.equal(firstOf(model, 'dense.weight'), numbers(1, 4)[0]);
  model.dispose();
});

test('a layer of a given name takes the module of that name', async () => {
  const named = [{ ...rnn, name: 'rnn' }, layers.dense({ units: 2, name: 'fc2' }), layers.dense({ units: 2, name: 'fc1' })];
  const { model, notes } = await fromPyTorch(stateDict(shapes), { layers: named });
  assert.deepEqual(notes, []);
  assert.equal(firstOf(model, 'fc2.weight'), numbers(1, 6)[0]);
  model.dispose();
});

test('without layers the error has some that could be it, which are those of guessLayers', async () => {
  const guess = await guessLayers(stateDict(shapes));
  assert.equal(guess.code, `[
  layers.lstm({ name: 'rnn', units: 2, inputShape: [null, 3] }),
  layers.dense({ name: 'fc1', units: 2, activation: 'relu' }),
  layers.dense({ name: 'fc2', units: 2 }),
]`);
  assert.deepEqual(guess.notes, ["Guessed that the last step of 'rnn' is read on, not every one.", "Guessed 'relu' after 'fc1'."]);
  await assert.rejects(fromPyTorch(stateDict(shapes)), (error) => isRefusal(error) && error.message.includes(guess.code));
  const written = Function('layers', `return ${guess.code}`)(layers);
  assert.deepEqual(written, guess.layers);
});

test('the model is made where it is said, in a worker too', async () => {
  const { model } = await fromPyTorch(stateDict(shapes), { layers: chain, in: worker });
  assert.ok(model.predict([[[1, 2, 3]]]) instanceof Promise);
  assert.equal((await model.stateDict())['dense.weight'].data[0], numbers(1, 4)[0]);
  model.dispose();
  await assert.rejects(fromPyTorch(stateDict(shapes), { layers: chain, in: {} }), refusedWith(/expected in of fromPyTorch to be a module that makes models/));
});

test('what has no layer, or no weights, is refused by name', async () => {
  const refuses = (file, list, words) => assert.rejects(fromPyTorch(file, { layers: list }), refusedWith(words));
  await refuses(stateDict(shapes), chain.slice(0, 2), /got none for fc2 \(weight \[2, 2\], bias \[2\]\)/);
  await refuses(stateDict(shapes), [...chain, layers.dense({ units: 5 })], /expected weights of dense_2 \(weight \[5, 2\], bias \[5\]\) in the file, got none/);
  await refuses(stateDict(shapes), [{ ...rnn, name: 'fc1' }, ...chain.slice(1)], /expected weights of fc1 \(weight_ih_l0 .*, got fc1 \(weight \[2, 2\]/);
  await assert.rejects(fromPyTorch(stateDict(shapes), { layer: chain }), refusedWith(/expected options of fromPyTorch among layers, in; got 'layer'/));
  const guesses = (given, words) => assert.rejects(guessLayers(stateDict(given)), refusedWith(words));
  await guesses({ ...shapes, 'rnn.weight_hr_l0': [1, 2] }, /could be one of the layers here, got rnn \(weight_ih_l0/);
  await guesses({ ...shapes, 'rnn.weight_ih_l0': [1, 30] }, /could be one of the layers here, got rnn \(weight_ih_l0 \[1, 30\]/);
  await guesses({ ...shapes, 'attention.weight': [1, 7], 'attention.bias': [1] }, /got 'attention', which reads 7 features, after 'fc2', which gives 2/);
});

test('cells, and weights whose names are in another order, are guessed', async () => {
  const cell = { 'fc.bias': [1], 'fc.weight': [1, 2], 'cell.weight_ih': [6, 4], 'cell.weight_hh': [6, 2], 'cell.bias_ih': [6], 'cell.bias_hh': [6], 'embed.weight': [9, 4] };
  const { layers: guess, notes } = await guessLayers(stateDict(cell));
  assert.deepEqual(guess.map(({ type, name }) => [type, name]), [['embedding', 'embed'], ['gru', 'cell'], ['dense', 'fc']]);
  assert.equal(notes[0], 'Guessed the order of the layers from their shapes.');
  const { model } = await fromPyTorch(stateDict(cell), { layers: guess });
  model.dispose();
});

test('of both directions the guess says which last step it means', async () => {
  const halves = ['', '_reverse'].flatMap((half) => [[`rnn.weight_ih_l0${half}`, [6, 3]], [`rnn.weight_hh_l0${half}`, [6, 2]]]);
  const { notes } = await guessLayers(stateDict({ ...Object.fromEntries(halves), 'fc.weight': [1, 4] }));
  assert.deepEqual(notes, ["Guessed that the last step of 'rnn' is read on, not every one; of each direction its own (h_n), not out[:, -1]."]);
});

test('convolutions and batch normalizations are guessed', async () => {
  const of = (name, size) => Object.fromEntries(['weight', 'bias', 'running_mean', 'running_var'].map((one) => [`${name}.${one}`, [size]]));
  const net = { 'conv.weight': [4, 3, 5], 'conv.bias': [4], ...of('norm', 4), 'norm.num_batches_tracked': [1], 'lstm.weight_ih_l0': [8, 4], 'lstm.weight_hh_l0': [8, 2] };
  const { code, layers: guess } = await guessLayers(stateDict(net));
  assert.equal(code, `[
  layers.conv1D({ name: 'conv', filters: 4, kernelSize: 5, activation: 'relu', inputShape: [null, 3] }),
  layers.batchNormalization({ name: 'norm', epsilon: 0.00001, momentum: 0.9 }),
  layers.lstm({ name: 'lstm', units: 2, useBias: false }),
]`);
  const { model, notes } = await fromPyTorch(stateDict(net), { layers: guess });
  assert.deepEqual(notes, ["Left out 'norm.num_batches_tracked', which is no weight of a layer."]);
  model.dispose();
});

test('a safetensors file and JSON of nested arrays are read likewise', async () => {
  const model = await sequential({ seed: 3, layers: small });
  const dict = model.stateDict();
  const nested = Object.fromEntries(Object.entries(dict).map(([name, one]) => [name, one.toArray()]));
  const json = (value) => new TextEncoder().encode(JSON.stringify(value));
  const files = [await model.save(), json(nested), json({ of: 'nobody', state_dict: nested })];
  for (const file of files) {
    const again = await fromPyTorch(file, { layers: small });
    assert.deepEqual(again.model.stateDict(), dict);
    assert.deepEqual(await readStateDict(file), dict);
    again.model.dispose();
  }
  model.dispose();
});

test('JSON of an amplifier says its layers, and whether the input is added to the output', async () => {
  const units = 2;
  const its = await sequential({
    layers: [layers.gru({ name: 'rec', units, returnSequences: true, inputShape: [null, 1] }), layers.gru({ name: 'rec_1', units, returnSequences: true }), layers.dense({ name: 'lin', units: 1 })],
  });
  const nested = Object.fromEntries(Object.entries(its.stateDict()).map(([name, one]) => [name.replace('rec_1', 'rec').replace('l0', name.includes('rec_1') ? 'l1' : 'l0'), one.toArray()]));
  const fileOf = (changed) => {
    const model_data = { model: 'SimpleRNN', unit_type: 'GRU', input_size: 1, output_size: 1, hidden_size: units, num_layers: 2, bias_fl: true, skip: 0, ...changed };
    return new TextEncoder().encode(JSON.stringify({ model_data, state_dict: nested }));
  };
  const signal = { data: numbers(5), shape: [1, 5, 1] };
  const { data: wet } = await its.predict(signal);
  for (const skip of [0, 1]) {
    const { model, notes } = await fromPyTorch(fileOf({ skip }));
    const { data } = await model.predict(signal);
    assert.deepEqual(Array.from(data), Array.from(wet, (value, n) => Math.fround(value + skip * signal.data[n])));
    assert.deepEqual(notes, []);
    model.dispose();
  }
  assert.deepEqual((await guessLayers(fileOf())).layers.map(({ name }) => name), ['rec', 'rec_1', 'lin']);
  await assert.rejects(guessLayers(fileOf({ skip: 1 })), refusedWith(/got skip in model_data, which adds the input/));
  await assert.rejects(fromPyTorch(fileOf({ skip: 2 })), refusedWith(/expected skip in model_data to add all of the input, got 2 of 1 to 1/));
  await assert.rejects(fromPyTorch(fileOf({ unit_type: 'TCN' })), refusedWith(/expected model_data of an LSTM, GRU or RNN/));
  await assert.rejects(fromPyTorch(fileOf({ hidden_size: 1e9 })), refusedWith(/expected weights rec and lin of the sizes in model_data, 1, 1, 1000000000, 2, got others/));
  await assert.rejects(fromPyTorch(fileOf({ num_layers: 1e6 })), refusedWith(/got unit_type "GRU" \(a string\) of 1, 1, 2, 1000000/));
  its.dispose();
});

test('of what a pickle would call nothing is called: it is left out, or refused', async () => {
  const call = op.call(op.name('os', 'system'), op.string('echo'));
  const dict = op.dict([['fc.weight', tensor('0', [1, 2])], ['evil', call]]);
  const { model, notes } = await fromPyTorch(archive(dict, { 0: numbers(2) }), { layers: [layers.dense({ units: 1, useBias: false, inputShape: [2] })] });
  assert.deepEqual(notes, ["Took 'fc' for 'dense'.", "Left out 'evil', which is no weight of a layer."]);
  model.dispose();
  await assert.rejects(fromPyTorch(archive(call)), refusedWith(/a whole module, os\.system/));
});
