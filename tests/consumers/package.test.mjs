// The tarball that npm publishes: what is in it, and that nothing in it looks outside.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { emptyProject, root, run } from './project.mjs';

const project = emptyProject();
const installed = join(project, 'node_modules/lstm-wasm');
const names = readdirSync(installed, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => relative(installed, join(parentPath, name)));
const text = (name) => readFileSync(join(installed, name), 'utf8');
const description = JSON.parse(text('package.json'));
const builds = ['simd', 'relaxed', 'simd-threads', 'relaxed-threads'].map((build) => `dist/lstm-${build}.wasm`);
const scripts = names.filter((name) => /\.jsx?$/.test(name));

/** The files that a script asks for, by import or by address. */
function askedBy(script) {
  const found = text(script).matchAll(/(?:from|import\(?|new URL\()\s*["']\.\/([^"']+)["']/g);
  return [...found].map(([, name]) => `dist/${name}`);
}

/** All that some conditions of the exports lead to. */
function reached(conditions) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    if (scripts.includes(name)) askedBy(name).forEach(visit);
  };
  for (const target of Object.values(description.exports)) {
    if (typeof target === 'string') visit(target.slice(2));
    else for (const condition of conditions) visit(target[condition].slice(2));
  }
  return seen;
}

test('it holds the builds, scripts with maps, types, README and licence, and nothing else', () => {
  const kinds = /^dist\/[\w.-]+\.(js|js\.map|wasm)$|^dist\/(\w+\/){0,3}[\w.-]+\.d\.ts$|^dist\/\w+\.dev\.jsx$/;
  const others = names.filter((name) => !kinds.test(name));
  assert.deepEqual(others.sort(), ['LICENSE', 'README.md', 'package.json']);
  assert.deepEqual(names.filter((name) => name.endsWith('.wasm')).sort(), [...builds].sort());
  assert.deepEqual(description.files, ['dist']);
  assert.equal(description.dependencies, undefined);
});

test('every script and every build is needed, and what they ask for is there', () => {
  const needed = reached(['default', 'development', 'node']);
  assert.deepEqual([...needed].sort(), [...scripts, ...builds].sort());
  for (const { types } of Object.values(description.exports)) if (types) assert.ok(names.includes(types.slice(2)));
});

test('what a browser or a bundler gets has nothing of Node in it', () => {
  for (const name of reached(['default', 'development'])) {
    if (name.endsWith('.wasm')) continue;
    const [found] = text(name).match(/["']node:[\w/]+["']|createRequire|\brequire\(|__dirname|\beval\(|\bnew Function\b/) ?? [];
    assert.equal(found, undefined, name);
  }
});

test('maps hold the text of their sources, and name none outside of the package', () => {
  const maps = names.filter((name) => name.endsWith('.map'));
  for (const name of maps) {
    const { sources, sourcesContent, mappings } = JSON.parse(text(name));
    assert.ok(sources.length > 0 && mappings.length > 0, name);
    assert.equal(sourcesContent.filter((content) => content?.length > 0).length, sources.length, name);
    for (const source of sources) assert.doesNotMatch(source, /\.\.|^\/|^\w+:/, name);
  }
  const named = scripts.map((name) => /\/\/# sourceMappingURL=(.*)\n/.exec(text(name))?.[1]).filter(Boolean);
  assert.deepEqual(named.map((name) => `dist/${name}`).sort(), maps.sort());
});

test('an error in Node is shown where it is thrown in TypeScript', () => {
  writeFileSync(join(project, 'wrong.js'), "import { init } from 'lstm-wasm';\nawait init({ threads: 0 });\n");
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', 'wrong.js'], { cwd: project, encoding: 'utf8' });
  assert.match(stderr, /RangeError: lstm: expected threads/);
  assert.match(stderr, /lstm-wasm\/dist\/src\/start\/init\.ts:\d+:\d+/);
});

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are right, as are-the-types-wrong sees them', () => {
  const attw = join(root, 'node_modules/.bin/attw');
  const tarball = join(project, `lstm-wasm-${description.version}.tgz`);
  const wasm = builds.map((name) => name.replace('dist/', '')); // which have no types
  run(attw, [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--exclude-entrypoints', ...wasm], root);
});

test('what is not used is left out by a bundler', () => {
  const bundled = (code) => {
    const args = ['--bundle', '--format=esm', '--minify-syntax'];
    return execFileSync(join(root, 'node_modules/.bin/esbuild'), args, { cwd: project, input: code, encoding: 'utf8' });
  };
  assert.equal(bundled("import 'lstm-wasm'; import 'lstm-wasm/worker';").trim(), '');
  for (const name of ['layers', 'tokenizers']) {
    assert.doesNotMatch(bundled(`import { ${name} } from 'lstm-wasm'; console.log(${name});`), /WebAssembly/);
  }
  const classifier = bundled("import { sequential } from 'lstm-wasm'; console.log(sequential);");
  assert.match(classifier, /lstm-simd\.wasm/);
  assert.doesNotMatch(classifier, /bitsPerToken|vocabulary/);
  const page = bundled("import { sequential } from 'lstm-wasm/worker'; console.log(sequential);");
  assert.doesNotMatch(page, /WebAssembly|\.wasm/); // it is in the worker
});
