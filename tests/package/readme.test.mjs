// The README's JavaScript, as a stranger would run it: the packed package in an empty project.
// (tests/consumer has its C++.)
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyProject, root, run } from '../consumers/project.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language) =>
  [...readme.matchAll(new RegExp('^```' + language + '\\n(.*?)^```', 'gms'))].map(([, code]) => code);

test('the JavaScript examples, with the package installed from its tarball', () => {
  const app = emptyProject();
  const [classify, write, keep] = blocks('js');
  assert.ok(classify.trim().split('\n').filter((line) => line.trim()).length <= 15);
  writeFileSync(join(app, 'classify.js'), classify);
  writeFileSync(join(app, 'write.js'), write);
  writeFileSync(join(app, 'keep.js'), keep);
  assert.match(run(process.execPath, ['classify.js'], app), /accuracy: 1 /);
  const written = run(process.execPath, ['write.js'], app);
  assert.equal(written.length, 60);
  assert.match(written, /tide|boats|sand/);
  assert.match(run(process.execPath, ['keep.js'], app), /lstm \(LSTM\) .*\n.*Trainable parameters: 329/s);
});
