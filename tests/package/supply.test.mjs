// What users install: no scripts that run, no dependencies, and inside the bundle only code whose licence
// may stand beside the package's own.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const about = JSON.parse(read('package.json'));
const { packages } = JSON.parse(read('package-lock.json'));

test('an installation runs nothing and brings nothing else', () => {
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']) {
    assert.equal(about.scripts[script], undefined, script);
  }
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
    assert.equal(about[kind], undefined, kind);
  }
});

test('what is bundled has a licence compatible with Apache-2.0', () => {
  const maps = readdirSync(new URL('../../dist/', import.meta.url)).filter((name) => name.endsWith('.js.map'));
  const sources = maps.flatMap((name) => JSON.parse(read(`dist/${name}`)).sources);
  // The package's own are src/ and Emscripten's <preset>/bindings/<processor>/lstm.js; all else begins with a package's name.
  const foreign = sources.filter((source) => !/^src\/|^[\w-]+\/bindings\/\w+\/lstm\.js$/.test(source));
  const bundled = [...new Set(foreign.map((source) => /^(?:@[^/]+\/)?[^/]+/.exec(source)[0]))].sort();
  assert.deepEqual(bundled, ['comlink', 'fflate', 'wasm-feature-detect']);
  for (const name of bundled) assert.match(packages[`node_modules/${name}`].license, /^(Apache-2\.0|MIT)$/, name);
});

test('every package of the lock file is at a version, with a checksum, of a named licence', () => {
  for (const [place, { version, integrity, license, resolved = 'https://registry.npmjs.org/' }] of Object.entries(packages)) {
    if (place === '') continue;
    assert.ok(version && integrity && license, place);
    assert.match(resolved, /^https:\/\/registry\.npmjs\.org\//, place);
  }
});
