// How the WebAssembly file is found and chosen. Each case starts afresh, in a process of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

async function run(script) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    `import { init } from 'lstm-wasm'; ${script}`,
  ]);
  return stdout.trim();
}

test('init says what was chosen, and takes a wish', async () => {
  assert.match(await run('console.log(await init())'), /variant: '(simd|relaxed)', threads: \d+, version: '\d/);
  assert.match(await run("console.log(await init({ variant: 'simd' }))"), /variant: 'simd'/);
});

test('a missing or wrong file is an error that names the address, and can be mended', async () => {
  const message = (options) => run(`
    await init(${options}).catch((error) => console.log(error.message));
    console.log((await init()).threads);`);
  assert.match(await message("{ wasmUrl: 'file:///nowhere/x.wasm' }"),
    /^lstm: expected the WebAssembly file at file:\/\/\/nowhere\/x\.wasm, got .*ENOENT.*\n\d+$/);
  assert.match(await message('{ wasmUrl: import.meta.resolve("lstm-wasm") }'),
    /^lstm: expected the WebAssembly file at file:.*index\.node\.js, got one that does not compile: .*magic word.*\n\d+$/);
});

test('a module compiled by the caller is used as it is', async () => {
  const printed = await run(`
    import { readFile } from 'node:fs/promises';
    const file = new URL(import.meta.resolve('lstm-wasm/lstm-simd.wasm'));
    const wasmModule = await WebAssembly.compile(await readFile(file));
    console.log(await init({ variant: 'simd', wasmModule }));`);
  assert.match(printed, /variant: 'simd'/);
});

test('a module that is not this one is an error too, and can be mended', async () => {
  const printed = await run(`
    const wasmModule = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    await init({ wasmModule }).catch((error) => console.log(error.message));
    console.log((await init()).threads);`);
  assert.match(printed, /^lstm: expected the WebAssembly of this version, got another: .*\n\d+$/);
});

test('wishes that cannot be met are refused', async () => {
  const refused = (options) => run(`await init(${options}).catch((e) => console.log(e.name, e.message))`);
  assert.match(await refused("{ variant: 'fast' }"), /^TypeError lstm: expected variant 'auto', 'simd' or 'relaxed' in init, got 'fast'/);
  assert.match(await refused('null'), /^TypeError lstm: expected an object of options in init, got null/);
  assert.match(await refused('{ thread: 2 }'), /^TypeError .*got 'thread'/);
  assert.match(await refused("{ wasmUrl: 'http://[' }"), /^TypeError .*wasmUrl in init to be an address/);
  assert.match(await refused('{ wasmModule: new Uint8Array(8) }'), /^TypeError .*to be a WebAssembly.Module/);
  for (const threads of ['0', '1.5', '65', "'two'"]) {
    assert.match(await refused(`{ threads: ${threads} }`),
      /^RangeError lstm: expected threads 'auto' or 1 to 64 in init, got /);
  }
});
