// Lines of bindings/src that the package's tests run in Node, in its worker too, as V8 counts them. What is
// in a browser's bundle alone, tests/web runs uncounted.
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeTests } from './node-tests.mjs';
import { run } from './setup.mjs';
import { tellCoverage } from './tell-coverage.mjs';

const LEAST = 0.9;
const counts = 'build/coverage';

/** Runs the tests of the package, and tells of their coverage. */
export function testBindings(env) {
  rmSync(counts, { recursive: true, force: true });
  nodeTests(['tests/package', 'tests/formats'], { ...env, NODE_V8_COVERAGE: resolve(counts) });
  run('node_modules/.bin/c8', ['report', '--temp-directory', counts, '--reports-dir', counts, '--reporter', 'json-summary'], env);
  const summary = JSON.parse(readFileSync(`${counts}/coverage-summary.json`, 'utf8'));
  const folder = resolve('dist/src/'); // where the maps of dist/ put bindings/src
  const files = Object.entries(summary).filter(([path]) => path.startsWith(folder));
  tellCoverage('bindings', LEAST, files.map(([path, { lines }]) => ({ name: path.slice(folder.length + 1), count: lines.total, covered: lines.covered })));
}
