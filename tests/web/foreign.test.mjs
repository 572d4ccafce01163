// Models of others, dropped on the page or chosen: what is shown of them, what they predict, and where they go.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import axe from 'axe-core';
import { layers, loadModel, sequential } from 'lstm-wasm';
import { fromKeras, fromTfjs } from 'lstm-wasm/keras';
import { fromOnnx, toOnnx } from 'lstm-wasm/onnx';
import { fromPyTorch, guessLayers } from 'lstm-wasm/pytorch';
import { folder } from '../formats/char-rnn.mjs';
import { archiveOf, filesOf, h5Of } from '../formats/keras-files.mjs';
import { numbers } from '../formats/numbers.mjs';
import { artifactsOf, modelOf, tf } from '../formats/tensorflow.mjs';
import { stateDict } from '../formats/torch-archive.mjs';
import { drop, dropFolder, visitModel } from './drop.mjs';
import { press, says, setUp } from './visit.mjs';

const scene = setUp();
const away = setUp({ missing: /importer-/ });

const model = modelOf([tf.layers.lstm({ name: 'first', units: 4, inputShape: [null, 3], recurrentActivation: 'sigmoid' }), tf.layers.dense({ name: 'last', units: 2 })]);
const artifacts = await artifactsOf(model);

/** The numbers on show of an output, as they come. */
async function shown(page) {
  await says(page, '#trial-time', /^[\d.]+ ms a prediction/);
  const texts = await page.locator('#trial-outputs .number').allTextContents();
  return texts.map((text) => Number(text.replace('−', '-')));
}

const close = (came, wanted) => {
  assert.equal(came.length, wanted.length);
  wanted.forEach((value, n) => assert.ok(Math.abs(value - came[n]) < 1e-3, `${came} where the package has ${[...wanted]}`));
};

/** What the package predicts for the page's first example. */
async function predicted({ model }) {
  const { data } = await model.predict({ data: numbers(12 * 3, 2), shape: [1, 12, 3] });
  model.dispose();
  return data;
}

const rows = (page) => page.locator('#opened-layers tr').evaluateAll((all) => all.map((row) => [...row.cells].map(({ textContent }) => textContent)));

const weights = { 'rnn.weight_ih_l0': [16, 3], 'rnn.weight_hh_l0': [16, 4], 'rnn.bias_ih_l0': [16], 'rnn.bias_hh_l0': [16], 'fc.weight': [2, 4], 'fc.bias': [2] };

/** An ONNX file, by way of Keras's layers. */
async function onnxOf() {
  const { model } = await fromKeras(h5Of(artifacts));
  const { model: bytes } = await toOnnx(model);
  model.dispose();
  return bytes;
}

test('files of Keras, TensorFlow.js and ONNX open, show their layers and predict as the package does', { timeout: 120_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  const [h5, keras, onnx] = [h5Of(artifacts), archiveOf(artifacts), await onnxOf()];
  const files = filesOf(artifacts, { cut: 100 });
  for (const [title, format, given, opened] of [
    ['a.h5', 'Keras', { 'a.h5': h5 }, fromKeras(h5)],
    ['named wrongly.onnx', 'Keras', { 'named wrongly.onnx': keras }, fromKeras(keras)],
    ['model.json', 'TensorFlow.js', { 'README.md': Buffer.from('# what this is'), ...files, 'expected.json': Buffer.from('{"x": []}') }, fromTfjs(files)],
    ['a.onnx', 'ONNX', { 'a.onnx': onnx }, fromOnnx(onnx)],
  ]) {
    await drop(page, given);
    await says(page, '#opened-title', new RegExp(`^${title}$`));
    await says(page, '#opened-facts', new RegExp(`Format${format}.*Parameters138`, 's'));
    assert.deepEqual((await rows(page)).map(([, ...others]) => others), [['[B, 4]', '128'], ['[B, 2]', '10']], title);
    close(await shown(page), await predicted(await opened));
    await says(page, '#trial-engine', { Keras: /^$/, 'TensorFlow.js': /^TensorFlow.js .* 25 times as long/, ONNX: /^ONNX Runtime Web .* 1.6 times/ }[format]);
  }
  await says(page, '#js', /import \{ fromOnnx \} from 'lstm-wasm\/onnx'/);
  await says(page, '#python', /nn.LSTM\(3, 4, batch_first=True\)/);
  assert.deepEqual(faults, []);
  await leave();
});

test('another example, of as many steps as are asked for', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  await drop(page, { 'a.h5': h5Of(artifacts) });
  const first = await shown(page);
  await page.fill('#trial-steps', '5');
  await page.fill('#trial-example', '7');
  await press(page, '#trial', 'Predict');
  await says(page, '#trial-input', /\[1, 5, 3\]/);
  const expected = model.predict(tf.tensor(numbers(15, 8), [1, 5, 3])).dataSync();
  close(await shown(page), expected);
  assert.notDeepEqual(await shown(page), first);
  await page.fill('#trial-steps', '0');
  await press(page, '#trial', 'Predict');
  await says(page, '#trial-error', /whole numbers from 1/);
  assert.deepEqual(faults, []);
  await leave();
});

test('layers of a state dict are guessed, shown, and opened once they are confirmed', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  const bytes = stateDict(weights);
  await drop(page, { 'net.pt': bytes });
  await says(page, '#load-words', /“net.pt” holds weights, and does not say of which layers/);
  await says(page, '#guess-code', /layers.lstm\(\{ name: 'rnn', units: 4/);
  await says(page, '#guess-notes', /Guessed that the last step of 'rnn' is read on/);
  assert.equal(await page.isVisible('#opened'), false);
  await press(page, '#guess', 'Open it with these');
  await says(page, '#opened-title', /^net.pt$/);
  assert.equal(await page.isVisible('#guess'), false);
  const { layers: guessed } = await guessLayers(bytes);
  close(await shown(page), await predicted(await fromPyTorch(bytes, { layers: guessed })));
  await says(page, '#js', /fromPyTorch\(bytes, \{ in: worker, layers: \[/);
  assert.deepEqual(faults, []);
  await leave();
});

test('a charRNN folder is the text network of all views', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene, '#model?letters=20');
  const path = mkdtempSync(join(tmpdir(), 'lstm-charrnn-'));
  for (const [name, bytes] of Object.entries(folder())) writeFileSync(join(path, name), bytes);
  await dropFolder(page, path);
  await says(page, '#load-words', /“charRNN” is here: LSTM 4 \+ 2. Write with it/);
  await says(page, '#opened-notes', /Added 1 to the biases of the forget gates/);
  await says(page, '#trial-outputs', /^What could come next.*%/s);
  await page.click('a[data-view=write]');
  await page.locator('#write-go:enabled').waitFor();
  await page.click('#write-go');
  await page.locator('#write-stop:disabled').waitFor();
  assert.ok((await page.textContent('#written')).length > 20);
  assert.deepEqual(faults, []);
  await leave();
  rmSync(path, { recursive: true });
});

test('what can not be opened is refused in words, and what is there stays', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  const h5 = h5Of(artifacts);
  await drop(page, { 'good.h5': h5 });
  const before = await shown(page);
  const custom = JSON.parse(JSON.stringify(artifacts.modelTopology));
  custom.config.layers[1].class_name = 'Mine';
  for (const [files, words] of [
    [{ 'cut.h5': h5.subarray(0, h5.length / 2) }, /^“cut.h5” is not a network that this page can read: Expected/],
    [{ 'mine.h5': h5Of(artifacts, '2.2.4', undefined, custom) }, /Expected a layer that there is here, got Mine 'last'/],
    [{ 'model.json': filesOf(artifacts)['model.json'] }, /Expected a file 'group1-shard1'/],
    [{ 'a.h5': h5, 'b.keras': archiveOf(artifacts) }, /“2 files” .* got “a.h5”, “b.keras”, which are one each/],
    [{ 'notes.txt': Buffer.from('no network') }, /Expected a model of Keras, TensorFlow.js, PyTorch, ONNX or ml5/],
  ]) {
    await drop(page, files);
    await says(page, '#load-error', words);
    assert.equal(await page.isVisible('#load-error'), true);
  }
  await press(page, '#trial', 'Predict');
  assert.deepEqual(await shown(page), before);
  await press(page, '#opened', 'Close it');
  assert.equal(await page.isVisible('#opened'), false);
  assert.equal(await page.isDisabled('#save'), true);
  assert.deepEqual(faults, []);
  await leave();
});

test('a worker that does not come is told, and asked for again', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(away);
  for (const name of ['a.h5', 'b.h5']) {
    await drop(page, { [name]: h5Of(artifacts) });
    await says(page, '#load-error', new RegExp(`^“${name}” .* The worker that opens models did not start`));
  }
  assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
  await leave();
});

/** The files that a format is saved as, by name. */
async function saved(page, format, names) {
  await page.selectOption('#save-as', format);
  const downloads = [];
  const all = new Promise((resolve) => {
    page.on('download', (download) => downloads.push(download) === names.length && resolve());
  });
  await press(page, '#view-model', 'Save as a file');
  await all;
  page.removeAllListeners('download');
  assert.deepEqual(await page.locator('#saved a').allTextContents(), names);
  return Object.fromEntries(await Promise.all(downloads.map(async (one) => [one.suggestedFilename(), readFileSync(await one.path())])));
}

test('it goes to every format, and comes back as it was', { timeout: 120_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  await drop(page, { 'net.h5': h5Of(artifacts) });
  const before = await shown(page);
  for (const [format, names, title] of [
    ['ours', ['net.safetensors'], 'net.safetensors'],
    ['tfjs', ['model.json', 'weights.bin'], 'model.json'],
    ['onnx', ['net.onnx'], 'net.onnx'],
  ]) {
    const files = await saved(page, format, names);
    assert.deepEqual(Object.keys(files).sort(), names);
    await drop(page, files);
    await says(page, '#opened-title', new RegExp(`^${title}$`));
    close(await shown(page), before);
    await drop(page, { 'net.h5': h5Of(artifacts) });
    await says(page, '#opened-title', /^net.h5$/);
  }
  const files = await saved(page, 'pytorch', ['model.py', 'train.py', 'net.safetensors']);
  assert.match(String(files['model.py']), /class Model\(nn.Module\)/);
  assert.match(String(files['train.py']), /DistributedDataParallel/);
  close(await predicted({ model: await loadModel(new Uint8Array(files['net.safetensors'])) }), before);
  assert.deepEqual(faults, []);
  await leave();
});

test('what a format has no place for is refused by layer and option, and nothing is saved', { timeout: 60_000 }, async () => {
  const { page, faults, close: leave } = await visitModel(scene);
  const gru = await sequential({ layers: [layers.gru({ units: 4, inputShape: [null, 3] }), layers.dense({ units: 1 })] });
  await drop(page, { 'gru.safetensors': await gru.save() });
  gru.dispose();
  await shown(page);
  await page.selectOption('#save-as', 'tfjs');
  await press(page, '#view-model', 'Save as a file');
  await says(page, '#save-error', /^Expected resetAfter false in 'gru' \(gru\), got true/);
  assert.equal(await page.locator('#saved li').count(), 0);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run('#view-model'));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), []);
  assert.deepEqual(faults, []);
  await leave();
});
