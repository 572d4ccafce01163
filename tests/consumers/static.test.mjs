// A page without a bundler: its modules import the installed files by address, under a strict policy.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setUp } from '../web/visit.mjs';
import { appProject } from './project.mjs';
import { hasTheNumbersOfNode, hasThreads, numbers, opened, strictPolicy, tellsWhatIsMissing } from './visitor.mjs';

const root = appProject();
const files = { 'lstm-wasm': 'index.js', 'lstm-wasm/worker': 'worker.js', 'lstm-wasm/lstm-simd.wasm': 'lstm-simd.wasm' };
for (const name of readdirSync(join(root, 'src'))) {
  const source = join(root, 'src', name);
  let code = readFileSync(source, 'utf8');
  for (const [entry, file] of Object.entries(files)) {
    code = code.replaceAll(`'${entry}'`, `'../node_modules/lstm-wasm/dist/${file}'`);
  }
  writeFileSync(source, code);
}

const scene = setUp({ root, headers: strictPolicy });
const isolated = setUp({ root, headers: strictPolicy, isolated: true });

hasTheNumbersOfNode(scene, root);
hasThreads(isolated, root);
tellsWhatIsMissing(scene);

const forbidden = setUp({ root, headers: { 'content-security-policy': "script-src 'self'" } });
test('a policy that forbids WebAssembly is told', async () => {
  const { page, close } = await opened(forbidden);
  assert.match(await numbers(page, 'direct'), /lstm-simd\.wasm, got one that does not compile: .*Content Security Policy/);
  await close();
});
