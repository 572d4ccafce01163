// npm run try:models: a line for every model below a folder, and what it says of one that opens wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { archiveOf, asKeras3, filesOf, h5Of } from './keras-files.mjs';
import { artifactsOf, modelOf, tf } from './tensorflow.mjs';

const folder = mkdtempSync(join(tmpdir(), 'lstm-models-'));
after(() => rmSync(folder, { recursive: true }));

function write(name, files) {
  mkdirSync(join(folder, name));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, name, file), bytes);
}

const tried = (below = '') => spawnSync(process.execPath, ['tools/try-models.mjs', join(folder, below)], { encoding: 'utf8' });

test('models are opened and compared, or refused with the reason', async () => {
  const { layers } = tf;
  const stack = [layers.lstm({ units: 3, inputShape: [4, 2], recurrentInitializer: 'glorotUniform' }), layers.dense({ units: 2, activation: 'softmax' })];
  const artifacts = await artifactsOf(modelOf(stack));
  write('there', filesOf(artifacts));
  write('older', { 'model.h5': h5Of(artifacts), 'README.md': 'of no model' });
  write('newer', { 'model.keras': archiveOf(artifacts, { version: '2.15.0', model: asKeras3(artifacts) }), 'broken.h5': new Uint8Array(99) });
  const { stdout, status } = tried();
  for (const name of ['there/model.json', 'older/model.h5', 'newer/model.keras']) {
    assert.match(stdout, new RegExp(`${name}: agrees by \\S+ of the largest, batch 1 \\S+ ms \\(TensorFlow\\.js \\S+ ms\\), 32 \\S+ ms`));
  }
  assert.match(stdout, /newer\/broken\.h5: refused: lstm: expected a \.keras or \.h5 file in fromKeras, got other bytes/);
  assert.match(stdout, /^1 refused, 3 agrees$/m);
  assert.equal(status, 0);
});

test('a model that predicts something else than is written beside it is told, by the status too', () => {
  const expected = { inputs: [{ shape: [1, 4, 2], data: Array(8).fill(1) }], outputs: [{ shape: [1, 2], data: [0.9, 0.1] }] };
  writeFileSync(join(folder, 'there', 'expected.json'), JSON.stringify(expected));
  const { stdout, status } = tried('there');
  assert.match(stdout, /model\.json: differs by/);
  assert.equal(status, 1);
});
