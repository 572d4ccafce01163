// Every code block of the guides is run, or at least read by who would run it, where that is not installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { archiveOf, asKeras3 } from '../formats/keras-files.mjs';
import { artifactsOf, modelOf, tf } from '../formats/tensorflow.mjs';
import { blocksOf, pages } from './guides.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lstm-docs-'));
after(() => rmSync(home, { recursive: true }));
writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
mkdirSync(join(home, 'node_modules', '@types'), { recursive: true });
symlinkSync(root, join(home, 'node_modules', 'lstm-wasm'));
symlinkSync(join(root, 'node_modules/@types/node'), join(home, 'node_modules/@types/node'));
symlinkSync(join(root, 'node_modules/onnxruntime-node'), join(home, 'node_modules/onnxruntime-node'));

symlinkSync(join(root, 'node_modules/@tensorflow'), join(home, 'node_modules/@tensorflow'));
mkdirSync(join(home, 'keras'));
writeFileSync(join(home, 'keras/model.keras'), await kerasFile());

const standIn = fileURLToPath(new URL('./python', import.meta.url));
const imports = (module) => (python) => spawnSync(python, ['-c', `import ${module}`]).status === 0;
const pythons = ['python3', '/usr/bin/python3'];
const withTorch = pythons.find(imports('torch'));
const env = { ...process.env };
if (withTorch && !imports('safetensors')(withTorch)) env.PYTHONPATH = standIn;

function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  assert.equal(error, undefined);
  assert.equal(status, 0, stderr || stdout);
  return stdout;
}

/** Runs a JavaScript block, and once more in the worker where it could be. Is what it needs there? */
function runScript({ code, prints }, name, cwd, complete) {
  const inWorker = code.replaceAll("from 'lstm-wasm'", "from 'lstm-wasm/worker'");
  for (const [entry, text] of Object.entries({ direct: code, ...(inWorker !== code && { worker: inWorker }) })) {
    const file = `${name}.${entry}.js`;
    writeFileSync(join(cwd, file), text);
    if (complete) assert.match(run(process.execPath, [file], cwd), prints);
    else run(process.execPath, ['--check', file], cwd);
  }
}

function runPython({ code, prints }, name, cwd) {
  writeFileSync(join(cwd, `${name}.py`), code);
  if (withTorch) assert.match(run(withTorch, [`${name}.py`], cwd), prints);
  else compilePython(`${name}.py`, cwd);
}

function compilePython(file, cwd) {
  run('python3', ['-c', `compile(open('${file}').read(), '${file}', 'exec')`], cwd);
}

/** What a reader of Keras's guide has already. */
async function kerasFile() {
  const lstm = { name: 'lstm', units: 4, inputShape: [4, 2], recurrentInitializer: 'glorotUniform', recurrentActivation: 'sigmoid', kernelRegularizer: 'l1l2' };
  const artifacts = await artifactsOf(modelOf([tf.layers.lstm(lstm), tf.layers.dense({ units: 2, activation: 'softmax' })]));
  return archiveOf(artifacts, { model: asKeras3(artifacts) });
}

/** Compiled in the end, all together. */
const sources = [];

function keepSource({ code }, name, cwd) {
  sources.push(join(cwd, `${name}.ts`));
  writeFileSync(sources.at(-1), code);
}

const kinds = { js: runScript, python: runPython, ts: keepSource };
const prose = ['text', 'html', 'sh', 'nginx']; // what is shown, and no code of ours

for (const page of pages) {
  test(page, () => {
    const cwd = join(home, page.replace(/\.md$/, ''));
    mkdirSync(cwd, { recursive: true });
    let complete = true; // are the files there that earlier blocks write?
    for (const block of blocksOf(page)) {
      const where = `${page}:${block.line}`;
      try {
        if (block.file) {
          writeFileSync(join(cwd, block.file), block.code);
          if (block.file.endsWith('.js')) run(process.execPath, ['--check', block.file], cwd);
          if (block.file.endsWith('.py')) compilePython(block.file, cwd);
          continue;
        }
        if (prose.includes(block.language)) continue;
        assert.ok(block.language in kinds, `'${block.language}' is not run`);
        assert.ok(block.prints || block.language === 'ts', 'what it prints is not said');
        kinds[block.language](block, `line-${block.line}`, cwd, complete);
        if (block.language === 'python' && !withTorch) complete = false;
      } catch (error) {
        error.message = `${where}: ${error.message}`;
        throw error;
      }
    }
  });
}

test('the TypeScript of the guides compiles', () => {
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2023,dom'];
  assert.ok(sources.length > 0);
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...sources], home);
});
