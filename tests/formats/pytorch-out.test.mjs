// Modules and scripts that are written for PyTorch: they compute there what the model does here, train it on in
// two processes, and what they trained opens here again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { languageModel, layers, loadLanguageModel, loadModel, optimizers, schedules, sequential, tokenizers } from 'lstm-wasm';
import { toPyTorch } from 'lstm-wasm/pytorch';
import { graphs, inputsFor } from './graphs.mjs';
import { numbers } from './numbers.mjs';
import { compiles, folder, python, withTorch } from './python.mjs';
import { every, inputShape, stacks } from './stacks.mjs';
import { refusedWith } from './strangers.mjs';

/** What PyTorch's own modules do not compute is refused: those with these words in their names. */
const refusedStacks = /^cells of|same, {"strides":2|(max|average)Pooling1D, same|^images$|^images, in strides/;
const nets = Object.fromEntries(Object.entries(stacks).filter(([name]) => !refusedStacks.test(name)));

/** And what other formats do not have. */
const more = {
  'a plain cell of relu': { list: [layers.simpleRNN({ ...every, activation: 'relu', inputShape }), layers.dense({ units: 2, activation: 'sigmoid' })], shapes: [[2, 5, 3]] },
  'names with dots': { list: [layers.simpleRNN({ units: 3, name: 'body.rnn.0', inputShape }), layers.dense({ units: 2, name: 'body.1' })], shapes: [[2, 5, 3]] },
};

const comparison = `
import glob, importlib.util, json, torch
for path in sorted(glob.glob("*/model.py")):
    spec = importlib.util.spec_from_file_location("model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = path[:-len("model.py")]
    given = json.load(open(folder + "expected.json"))
    model = module.load(folder + "model.safetensors").eval()
    y = model.predict(*(torch.tensor(x["data"]).reshape(x["shape"]) for x in given["x"]))
    y = torch.cat([one.flatten() for one in (y if isinstance(y, tuple) else (y,))])
    print(json.dumps([given["name"], (y - torch.tensor(given["y"])).abs().max().item()]))
`;

async function write(cwd, model) {
  const { model: source, training, notes } = await toPyTorch(model);
  writeFileSync(join(cwd, 'model.py'), source);
  writeFileSync(join(cwd, 'train.py'), training);
  writeFileSync(join(cwd, 'model.safetensors'), await model.save());
  return notes;
}

/** Models with what they read, each by its name. */
async function* models() {
  for (const [name, { list, shapes: [shape] }] of Object.entries({ ...nets, ...more })) {
    yield { name, model: await sequential({ seed: 2, layers: list }), inputs: inputsFor([shape], [list[0].type === 'embedding' ? 'tokens' : 'numbers']) };
  }
  for (const [name, { made, shapes, kinds }] of Object.entries(graphs)) yield { name, model: await made(), inputs: inputsFor(shapes, kinds) };
}

test('the modules compute what the models do', { timeout: 300_000 }, async () => {
  const home = folder(); // of theirs: one import of PyTorch for all
  let count = 0;
  for await (const { name, model, inputs } of models()) {
    const cwd = join(home, String(++count));
    mkdirSync(cwd);
    await write(cwd, model);
    compiles(readFileSync(join(cwd, 'model.py'), 'utf8'));
    const y = [await model.predict(inputs.length > 1 ? inputs : inputs[0])].flat().flatMap(({ data }) => Array.from(data));
    const x = inputs.map(({ data, shape }) => ({ data: Array.from(data), shape }));
    writeFileSync(join(cwd, 'expected.json'), JSON.stringify({ name, x, y }));
    model.dispose();
  }
  if (!withTorch) return;
  const told = python(home, '-c', comparison).trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(told.length, count);
  for (const [name, difference] of told) assert.ok(difference < 2e-6, `${name}: ${difference}`);
});

const optimizer = optimizers.adam({ learningRate: 0.05, clipNorm: 1 });
const loss = 'sparseCategoricalCrossentropy';

/** Is the last number of a sequence above 0? */
const sequences = { data: numbers(240, 5), shape: [16, 5, 3] };
const labels = { data: Int32Array.from({ length: 16 }, (_, n) => +(sequences.data[15 * n + 14] > 0)), shape: [16] };
const classifier = layers.dense({ units: 2, activation: 'softmax' });

/** What is trained on in two processes: on which data, by which losses. */
const courses = {
  chain: { make: () => sequential({ seed: 2, layers: [layers.lstm({ units: 4, inputShape }), classifier] }), x: [sequences], y: [labels], compile: { loss } },
  'both ways': {
    make: () => sequential({ seed: 2, layers: [layers.bidirectional({ layer: layers.gru({ units: 3, inputShape, trainable: false }), trainable: false }), classifier] }),
    x: [sequences],
    y: [labels],
    compile: { loss },
  },
  graph: {
    make: graphs['two inputs and outputs'].made,
    x: inputsFor([[16, 6], [16, 4]], ['tokens', 'numbers']),
    y: [labels, { data: numbers(16, 8), shape: [16, 1] }],
    compile: { loss: [loss, 'meanSquaredError'], lossWeights: [1, 0.5] },
  },
};

/** One that nobody listens at. */
async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return String(port);
}

/** PyTorch 1.13 under Python 3.11 does not start unless it is told where to write. */
const output = ['--redirects', '1', '--tee', '1', '--log_dir', 'logs'];

const inPython = ({ data, shape }) => `torch.tensor(${JSON.stringify(Array.from(data))}).reshape(${JSON.stringify(shape)})`;
const listed = (tensors) => (tensors.length > 1 ? `[${tensors.map(inPython).join(', ')}]` : inPython(tensors[0]));
const alone = (list) => (list.length > 1 ? list : list[0]);

const predicted = `
import json, torch
from model import load
x = torch.load("data.pt")["x"]
y = load("trained.safetensors").predict(*x if isinstance(x, list) else (x,))
print(json.dumps([one.flatten().tolist() for one in (y if isinstance(y, tuple) else (y,))]))
`;

for (const [name, { make, x, y, compile }] of Object.entries(courses)) {
  test(`${name}: trained on under torchrun by two processes, it opens here again`, { timeout: 120_000 }, async () => {
    const model = await make();
    model.compile({ optimizer, ...compile });
    const cwd = folder();
    await write(cwd, model);
    if (!withTorch) return compiles(readFileSync(join(cwd, 'train.py'), 'utf8'));
    python(cwd, '-c', `import torch\ntorch.save({"x": ${listed(x)}, "y": ${listed(y)}}, "data.pt")`);
    const told = python(cwd, '-m', 'torch.distributed.run', '--nproc_per_node', '2', '--master_port', await freePort(), ...output, 'train.py');
    assert.equal([...told.matchAll(/epoch \d+: loss [\d.]+$/gm)].length, 10);
    const again = await loadModel(new Uint8Array(readFileSync(join(cwd, 'trained.safetensors'))));
    const [before, after] = [await model.evaluate(alone(x), alone(y)), await again.evaluate(alone(x), alone(y))];
    assert.ok(after.loss < 0.9 * before.loss, `${before.loss} to ${after.loss}`);
    const ours = [await again.predict(alone(x))].flat();
    JSON.parse(python(cwd, '-c', predicted)).forEach((theirs, n) =>
      theirs.forEach((value, at) => assert.ok(Math.abs(value - ours[n].data[at]) < 1e-6, `${value} and ${ours[n].data[at]}`)));
    const frozen = name === 'both ways' ? ['bidirectional'] : [];
    for (const [parameter, tensor] of Object.entries(model.stateDict())) {
      if (parameter.includes('bias')) continue; // of two, here the sum
      const isSame = JSON.stringify(again.stateDict()[parameter].data) === JSON.stringify(tensor.data);
      assert.equal(isSame, frozen.includes(parameter.split('.')[0]), parameter);
    }
  });
}

test('a model of text is written with its vocabulary, and opens again', async () => {
  const lm = await languageModel({ tokenizer: tokenizers.char('some words'), embeddingDim: 3, units: [4, 2], cell: 'gru', dropout: 0.1, seed: 1 });
  const cwd = folder();
  const notes = await write(cwd, lm);
  assert.deepEqual(notes.map((note) => note.slice(0, 20)), ['forward gives what c', 'The script trains wi']);
  if (!withTorch) return compiles(readFileSync(join(cwd, 'model.py'), 'utf8'));
  const told = JSON.parse(python(cwd, '-c', `
import json, torch
from model import load, vocabulary
from safetensors.torch import load_file
tokens = [vocabulary("model.safetensors").index(c) for c in "some word"]
print(json.dumps(load("model.safetensors").eval().predict(torch.tensor([tokens]))[0, -1].tolist()))`));
  const ours = await lm.nextProbabilities('some word');
  told.forEach((value, n) => assert.ok(Math.abs(value - ours[n]) < 1e-6));
  const { model: source } = await toPyTorch(await loadLanguageModel(await lm.save()));
  assert.equal(source, readFileSync(join(cwd, 'model.py'), 'utf8'));
});

test('what PyTorch has not is refused by layer, option and value; what is lost there is said', async () => {
  const refuses = async (list, words) => assert.rejects(toPyTorch(await sequential({ layers: list })), refusedWith(words));
  await refuses([layers.lstm({ units: 1, activation: 'relu', inputShape })], /expected activation 'tanh' in 'lstm' \(lstm\), got 'relu'; a module/);
  await refuses([layers.gru({ units: 1, recurrentActivation: 'hardSigmoid', inputShape })], /recurrentActivation 'sigmoid' in 'gru' \(gru\), got 'hardSigmoid'/);
  await refuses([layers.gru({ units: 1, resetAfter: false, inputShape })], /resetAfter true in 'gru' \(gru\), got false/);
  for (const [name, { list }] of Object.entries(stacks)) {
    if (refusedStacks.test(name)) await refuses(list, /expected (activation|recurrentActivation|padding) '\w+' in '\w+' \(\w+\), got '\w+'; /);
  }
  await refuses([layers.dense({ units: 1, name: 'lambda', inputShape: [3] })], /names of layers that can be attributes in Python, got 'lambda'/);
  await assert.rejects(toPyTorch({}), refusedWith(/expected a model in toPyTorch, got object/));
  const lost = await sequential({
    layers: [
      layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }),
      layers.lstm({ units: 1, dropout: 0.2, stateful: true }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  lost.compile({ loss: 'meanSquaredError', optimizer: optimizers.sgd({ learningRate: schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 5 }) }) });
  const { notes, model: source } = await toPyTorch(lost);
  assert.match(source, /x = x\.sigmoid\(\)\n {8}return x/); // of which the loss is
  assert.deepEqual(notes, [
    "Left out the mask of 'embedding': padding counts there as any other step.",
    "Left out the dropout inside of 'lstm', which PyTorch's module has not: it trains there without.",
    "'lstm' begins with zeros at every batch: what it carries here is the caller's to pass there.",
    'The script trains with a fresh optimizer, at the rate 0.1 that its schedule has now.',
  ]);
});

for (const optimizer of ['sgd', 'rmsprop', 'adam', 'adamw']) {
  test(`the script has ${optimizer} as it was compiled`, async () => {
    const model = await sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
    model.compile({ loss: 'meanAbsoluteError', optimizer: optimizers[optimizer]({ learningRate: 0.25 }) });
    const { training } = await toPyTorch(model);
    compiles(training);
    assert.match(training, /RATE = 0.25\n/);
    assert.match(training, new RegExp(`optimizer = torch\\.optim\\.${optimizer}\\(learner\\.parameters\\(\\), RATE`, 'i'));
    assert.match(training, /l1_loss/);
  });
}
