// An application that webpack 5 builds, with no configuration, for production under a strict policy, and
// for development.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import webpack from 'webpack';
import { setUp } from '../web/visit.mjs';
import { appProject, writePage } from './project.mjs';
import { hasTheNumbersOfNode, hasThreads, strictPolicy, tellsWhatIsMissing } from './visitor.mjs';

const project = appProject();

for (const mode of ['production', 'development']) {
  const path = join(project, mode);
  const stats = await promisify(webpack)({ context: project, mode, output: { path } });
  writePage(project, path);
  test(`is built for ${mode} without a warning`, () => {
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    const aboutSize = /size limit|code splitting/; // of the .wasm files, which are loaded when needed
    const told = [...errors, ...warnings].map(({ message }) => message).filter((message) => !aboutSize.test(message));
    assert.deepEqual(told, []);
  });
  const headers = mode === 'production' ? strictPolicy : {};
  hasTheNumbersOfNode(setUp({ root: path, headers }), project);
  if (mode === 'production') {
    hasThreads(setUp({ root: path, headers, isolated: true }), project);
    tellsWhatIsMissing(setUp({ root: path, headers }));
  }
}
