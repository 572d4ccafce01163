// The published types, checked strictly, library files included, as both kinds of project do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const app = mkdtempSync(join(tmpdir(), 'lstm-types-'));
after(() => rmSync(app, { recursive: true }));
mkdirSync(join(app, 'node_modules'));
symlinkSync(root, join(app, 'node_modules', 'lstm-wasm'));
writeFileSync(join(app, 'package.json'), '{ "type": "module" }');

const program = (entry) => `
import { init, languageModel, layers, optimizers, sequential, Tensor, tokenizers } from '${entry}';
const { variant }: { variant: 'simd' | 'relaxed' } = await init({ threads: 1 });
const model = await sequential({
  seed: 1,
  layers: [layers.embedding({ inputDim: 2, outputDim: 2 }), layers.lstm({ units: 2 }),
    layers.dense({ units: 1, activation: 'sigmoid' })],
});
await model.compile({ optimizer: optimizers.adam({ learningRate: 1e-3 }), loss: 'binaryCrossentropy' });
const { history } = await model.fit([[0, 1]], [1], {
  epochs: 2,
  callbacks: { onEpochEnd(epoch, logs) { console.log(epoch, logs.loss.toFixed(2)); } },
  signal: new AbortController().signal,
});
const losses: number[] | undefined = history.loss;
const y: Tensor = await model.predict({ data: new Int32Array(2), shape: [1, 2] });
const count: number = await model.countParams();
const lm = await languageModel({ tokenizer: tokenizers.char('abc'), units: [4] });
for await (const piece of lm.generate({ prompt: 'a' })) console.log(piece.length, y.toArray());
lm.dispose();
console.log(variant, losses, count);
`;
const wrong = (entry) => `
import { layers, sequential } from '${entry}';
layers.lstm({ unit: 3 });
await sequential({ layers: [layers.dense({ units: 1, activation: 'softplus' })] });
`;

function check(code, moduleResolution) {
  writeFileSync(join(app, 'main.ts'), code);
  const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext';
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom'];
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), ...options, '--module', module,
      '--moduleResolution', moduleResolution, 'main.ts'],
    { cwd: app, encoding: 'utf8' },
  );
  return stdout;
}

for (const entry of ['lstm-wasm', 'lstm-wasm/worker']) {
  for (const moduleResolution of ['bundler', 'nodenext']) {
    test(`${entry}, ${moduleResolution}`, () => {
      assert.equal(check(program(entry), moduleResolution), '');
      const complaints = check(wrong(entry), moduleResolution).match(/error TS/g);
      assert.equal(complaints?.length, 2);
    });
  }
}
