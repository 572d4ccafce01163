// The README's JavaScript, as a stranger would run it: the packed package in an empty project.
// (tests/consumer has its C++.)
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language) =>
  [...readme.matchAll(new RegExp('^```' + language + '\\n(.*?)^```', 'gms'))].map(([, code]) => code);

const folder = mkdtempSync(join(tmpdir(), 'lstm-readme-'));
after(() => rmSync(folder, { recursive: true }));

function run(program, args, cwd) {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

test('the JavaScript examples, with the package installed from its tarball', () => {
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', app], root));
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', filename], app);
  const [classify, write, keep] = blocks('js');
  assert.ok(classify.trim().split('\n').filter((line) => line.trim()).length <= 15);
  writeFileSync(join(app, 'classify.js'), classify);
  writeFileSync(join(app, 'write.js'), write);
  writeFileSync(join(app, 'keep.js'), keep);
  assert.match(run(process.execPath, ['classify.js'], app), /accuracy: 1 /);
  const written = run(process.execPath, ['write.js'], app);
  assert.equal(written.length, 60);
  assert.match(written, /tide|boats|sand/);
  assert.match(run(process.execPath, ['keep.js'], app), /lstm \(LSTM\) .*\n[^]*Trainable parameters: 329/);
});
