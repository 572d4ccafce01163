// The published types, checked strictly, library files included, as both kinds of project do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyProject, root } from './project.mjs';

const app = emptyProject();

const program = (entry) => `
import * as all from '${entry}';
import { fromKeras, fromTfjs, toTfjs } from 'lstm-wasm/keras';
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
const { layers: [lstm] } = await model.inspect([[0, 1]]);
const { layers: [either] } = await model.inspect<'gru' | 'lstm'>([[0, 1]]);
if (either && 'r' in either) console.log(lstm?.c.shape, either.r.shape);
const lm = await languageModel({ tokenizer: tokenizers.char('abc'), units: [4] });
for await (const piece of lm.generate({ prompt: 'a' })) console.log(piece.length, y.toArray());
lm.dispose();
console.log(variant, losses, count);
const { model: opened, notes } = await fromKeras(new Uint8Array(8), { in: all });
const again: number = await opened.countParams();
const { model: here } = await fromTfjs('model.json');
const parameters: number = here.countParams();
const { files }: { files: Record<string, Uint8Array> } = await toTfjs(opened);
console.log(notes.join(), again, parameters, files);
`;
const wrong = (entry) => `
import { layers, sequential } from '${entry}';
layers.lstm({ unit: 3 });
await sequential({ layers: [layers.dense({ units: 1, activation: 'maxout' })] });
`;

const entries = { direct: 'lstm-wasm', worker: 'lstm-wasm/worker' };
for (const [name, entry] of Object.entries(entries)) {
  writeFileSync(join(app, `${name}.ts`), program(entry));
  writeFileSync(join(app, `${name}-wrong.ts`), wrong(entry));
}
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2022',
};
const typeRoots = [join(root, 'node_modules/@types')];

/** Every complaint of the compiler, as file and words. */
function complaints(compilerOptions) {
  const files = Object.keys(entries).flatMap((name) => [`${name}.ts`, `${name}-wrong.ts`]);
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ files, compilerOptions }));
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: app, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes('error TS'));
}

const kinds = {
  'for a bundler': { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] },
  'for Node': { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022'], types: ['node'], typeRoots },
  'for both': { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom'] },
};
for (const [kind, options] of Object.entries(kinds)) {
  test(`right programs are right, and wrong ones wrong, ${kind}`, () => {
    const found = complaints({ ...strict, ...options });
    const inWrong = Object.keys(entries).flatMap((name) => found.filter((line) => line.startsWith(`${name}-wrong.ts`)));
    assert.deepEqual(found, inWrong);
    assert.deepEqual(found.map((line) => /'(unit|"maxout")'/.exec(line)?.[1]), ['unit', '"maxout"', 'unit', '"maxout"']);
  });
}
