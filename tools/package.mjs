// Makes dist/, what users install, from the two WebAssembly builds and the TypeScript of bindings.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const entries = ['index', 'worker', 'worker-host'];
const variants = ['simd', 'relaxed'];
const glue = (variant) => `build/${variant}/bindings/lstm.js`;

/** Bundles the TypeScript for a browser, or with Node's own modules for Node. */
async function bundle(platform, suffix) {
  await build({
    entryPoints: Object.fromEntries(entries.map((e) => [e + suffix, `bindings/src/${e}.ts`])),
    outdir: 'dist',
    bundle: true,
    splitting: true, // so that a Tensor is the same class in both entries
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    platform: platform === 'node' ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    alias: {
      '#glue': `./${glue('simd')}`,
      '#platform': `./bindings/src/platform.${platform}.ts`,
    },
    define: { LSTM_VERSION: JSON.stringify(JSON.parse(readFileSync('package.json')).version) },
    logLevel: 'warning',
  });
}

export async function makePackage() {
  if (!readFileSync(glue('simd')).equals(readFileSync(glue('relaxed')))) {
    throw new Error('expected the same lstm.js of every WebAssembly build, got different ones');
  }
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  for (const variant of variants) {
    copyFileSync(`build/${variant}/bindings/lstm.wasm`, `dist/lstm-${variant}.wasm`);
  }
  await bundle('web', '');
  await bundle('node', '.node');
  execFileSync('node_modules/.bin/tsc', ['-p', 'bindings'], { stdio: 'inherit' });
}
