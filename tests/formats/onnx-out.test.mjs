// Files of ONNX that are written here: ONNX Runtime computes with them what the model does.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languageModel, layers, sequential, tokenizers } from 'lstm-wasm';
import { toOnnx } from 'lstm-wasm/onnx';
import { graphs, inputsFor } from './graphs.mjs';
import { close, closeToRuntime, runAll } from './onnx-runtime.mjs';
import { compiles, folder, runPython, withOnnx } from './python.mjs';
import { every, stacks } from './stacks.mjs';
import { refusedWith } from './strangers.mjs';

for (const [name, { list, shapes }] of Object.entries(stacks)) {
  test(`${name}: ONNX Runtime gives what the model does`, async () => {
    const model = await sequential({ seed: 3, layers: list });
    await closeToRuntime(model, await toOnnx(model), shapes, list[0].type === 'embedding');
    model.dispose();
  });
}

for (const [name, { made, shapes, kinds }] of Object.entries(graphs)) {
  test(`${name}: ONNX Runtime gives what the graph does`, async () => {
    const graph = await made();
    const inputs = inputsFor(shapes, kinds);
    const ours = [await graph.predict(inputs.length > 1 ? inputs : inputs[0])].flat();
    const { model: bytes } = await toOnnx(graph);
    const theirs = await runAll(bytes, ...inputs);
    assert.equal(theirs.length, ours.length);
    ours.forEach((one, n) => {
      assert.deepEqual(theirs[n].shape, one.shape);
      close(Array.from(one.data), Array.from(theirs[n].data), name);
    });
    graph.dispose();
  });
}

const checks = `
import glob, onnx
for path in glob.glob("*.onnx"):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    print(path)
`;

test("ONNX's own checker finds nothing, where it is", async () => {
  const cwd = folder();
  const all = [...Object.values(stacks), ...Object.values(graphs)];
  for (const [n, { list, made }] of all.entries()) {
    const model = await (made ? made() : sequential({ layers: list }));
    writeFileSync(join(cwd, `${n}.onnx`), (await toOnnx(model)).model);
    model.dispose();
  }
  if (withOnnx) assert.equal(runPython(withOnnx, cwd, '-c', checks).trim().split('\n').length, all.length);
  else compiles(checks);
});

test('a model of text gives the same probabilities', async () => {
  const lm = await languageModel({ tokenizer: tokenizers.char('some words'), embeddingDim: 3, units: [4, 2], cell: 'gru', dropout: 0.1, seed: 1 });
  const { model, notes } = await toOnnx(lm);
  assert.deepEqual(notes, []);
  const predict = async () => ({ data: await lm.nextProbabilities('some word') });
  const tokens = lm.tokenizer.encode('some word');
  await closeToRuntime({ predict }, { model }, [[1, tokens.length]], true, tokens);
  lm.dispose();
});

test('what is lost there is said; what is no model is refused', async () => {
  const lost = await sequential({
    layers: [layers.embedding({ inputDim: 5, outputDim: 3, maskZero: true }), layers.lstm({ ...every, stateful: true }), layers.dense({ units: 1 })],
  });
  const { notes } = await toOnnx(lost);
  assert.deepEqual(notes, [
    "Left out the mask of 'embedding': padding counts there as any other step.",
    "'lstm' begins with zeros at every run: what it carries here is not in the graph.",
  ]);
  await assert.rejects(toOnnx(lost.stateDict()), refusedWith(/expected a model in toOnnx, got object/));
  await assert.rejects(toOnnx(lost, {}), refusedWith(/no further argument in toOnnx/));
});
