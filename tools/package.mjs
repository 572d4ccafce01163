// Makes dist/, what users install, from the WebAssembly builds and the TypeScript of bindings.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build as esbuild } from 'esbuild';
import { moduleOf } from './modules.mjs';

/** The scripts of dist/ that a page or a worker begins with, and what each is made of. */
const entries = { index: 'index', worker: 'worker', 'worker-host': 'worker/host', thread: 'start/thread' };

/** Those that users import, by the names of their files. */
function imported() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.values(exports).flatMap(({ node }) => (node ? /(\w+)\.node\.js$/.exec(node)[1] : []));
}

/** Those of the formats of others. Each is a script of its own, so that the others are what they are without it. */
const formats = () => Object.fromEntries(imported().filter((entry) => !(entry in entries)).map((entry) => [entry, entry]));

/** A format makes models and tensors by what users import, too: they are of the same classes. */
const asUsers = (suffix) => ({
  name: 'as users',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/(api\/[\w-]+|values\/tensor)\.js$/ }, () => ({ path: `./index${suffix}.js`, external: true })),
});

const glue = (build) => moduleOf(build, 'js');

/** Some have one of their own for Node. */
function sourceOf(source, suffix) {
  const own = `bindings/src/${source}${suffix}.ts`;
  return existsSync(own) ? own : `bindings/src/${source}.ts`;
}

/** Bundles the TypeScript for a browser, or with Node's own modules for Node. */
async function bundle(platform, suffix) {
  await bundleOf(entries, platform, suffix, { splitting: true }); // so that a Tensor is the same class in both entries
  await bundleOf(formats(), platform, suffix, { plugins: [asUsers(suffix)] });
}

async function bundleOf(scripts, platform, suffix, options) {
  const { outputFiles } = await esbuild({
    ...options,
    write: false,
    entryPoints: Object.fromEntries(Object.entries(scripts).map(([name, source]) => [name + suffix, sourceOf(source, suffix)])),
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: platform !== 'node', // which shows the line of an error
    sourcemap: true,
    platform: platform === 'node' ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    alias: {
      '#glue': `./${glue('simd')}`,
      '#glue-threads': `./${glue('simd-threads')}`,
      '#platform': `./bindings/src/start/platform.${platform}.ts`,
    },
    define: { LSTM_VERSION: JSON.stringify(JSON.parse(readFileSync('package.json')).version) },
    logLevel: 'warning',
  });
  writeWithMaps(outputFiles);
}

/** The maps hold their sources' texts, and name them as if they lay beside: they are not shipped. A file
 * that is nothing but exports has no use for a map. */
function writeWithMaps(files) {
  const maps = files.filter(({ path }) => path.endsWith('.map'));
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const { path, text } of maps) {
    const map = JSON.parse(text);
    if (map.sources.length === 0) {
      texts.delete(path);
      const file = path.slice(0, -'.map'.length);
      texts.set(file, texts.get(file).replace(/\/\/# sourceMappingURL=.*\n$/, ''));
    } else {
      map.sources = map.sources.map((source) => source.replace(/^\.\.\/(bindings|build|node_modules)\//, ''));
      texts.set(path, JSON.stringify(map));
    }
  }
  for (const [path, text] of texts) writeFileSync(path, text);
}

/** What the condition "development" finds in a browser. Vite's server (before 8) bundles a dependency's .js
 * files ahead, away from the files that they look for beside them; it leaves .jsx where it is. */
function writeForDevelopment(entry) {
  writeFileSync(`dist/${entry}.dev.jsx`, `export * from './${entry}.js';\n`);
}

/** @param builds - those that it consists of */
export async function makePackage(builds) {
  for (const build of builds) {
    const shipped = build.replace('relaxed', 'simd');
    if (readFileSync(glue(build)).equals(readFileSync(glue(shipped)))) continue;
    throw new Error(`expected the same lstm.js of ${build} and ${shipped}, got different ones`);
  }
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  for (const build of builds) copyFileSync(moduleOf(build, 'wasm'), `dist/lstm-${build}.wasm`);
  await bundle('web', '');
  await bundle('node', '.node');
  for (const entry of imported()) writeForDevelopment(entry);
  execFileSync('node_modules/.bin/tsc', ['-p', 'bindings'], { stdio: 'inherit' });
}
