// What a page downloads that makes, fits and runs sequential models: the JavaScript that a bundler
// leaves of the package, and one build of the WebAssembly.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { moduleOf } from '../../tools/modules.mjs';
import { ledger } from './ledger.mjs';

const dist = new URL('../../dist/', import.meta.url);
const weight = (bytes) => gzipSync(bytes, { level: 9 }).length;

const page = "import { layers, sequential } from './index.js'; console.log(layers, sequential);";

/** The page's script and all that it imports at once, by name. */
async function scripts(contents = page) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(dist) },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outdir: 'page',
    metafile: true,
    write: false,
  });
  const bytesOf = new Map(outputFiles.map(({ path, contents }) => [path.split(/[/\\]/).at(-1), contents]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [path.split('/').at(-1), output]));
  const reached = new Map();
  const reach = (name) => {
    if (reached.has(name)) return;
    reached.set(name, bytesOf.get(name));
    for (const { path, kind } of outputs.get(name).imports) {
      if (kind === 'import-statement') reach(path.split('/').at(-1));
    }
  };
  reach('stdin.js');
  return reached;
}

/** Bytes, a little over what is reached: to be lowered with it. */
const most = 172_900;

test('a page with sequential models downloads no more than it may, gzipped', async (t) => {
  const parts = [...(await scripts())];
  const builds = ['lstm-simd.wasm', 'lstm-relaxed.wasm'].map((name) => [name, readFileSync(new URL(name, dist))]);
  parts.push(builds.sort(([, a], [, b]) => weight(b) - weight(a))[0]);
  for (const [name, bytes] of parts) t.diagnostic(`${name}: ${bytes.length} bytes, gzipped ${weight(bytes)}`);
  const total = parts.reduce((sum, [, bytes]) => sum + weight(bytes), 0);
  t.diagnostic(`all: gzipped ${total} bytes`);
  const module = moduleOf('simd', 'wasm');
  for (const [room, bytes] of ledger(readFileSync(module), readFileSync(moduleOf('simd', 'js.symbols'), 'utf8'))) {
    t.diagnostic(`of the WebAssembly, ${room}: ${bytes}`);
  }
  assert.ok(total <= most, `${total} bytes`);
});

/** Bytes of each entry of a format, whose script is one: it adds nothing to a page that does not import it. */
const formats = { keras: 21_000, pytorch: 19_600, onnx: 20_000, ml5: 3_200 };

for (const [name, limit] of Object.entries(formats)) {
  test(`lstm-wasm/${name} weighs no more than it may`, (t) => {
    const bytes = weight(readFileSync(new URL(`${name}.js`, dist)));
    t.diagnostic(`${name}: gzipped ${bytes} bytes`);
    assert.ok(bytes <= limit, `${bytes} bytes`);
  });
}
