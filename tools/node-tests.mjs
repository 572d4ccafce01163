// The tests that run in Node, by folder.
import { existsSync, readdirSync } from 'node:fs';
import { run } from './setup.mjs';

const testFiles = (folder) =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => `${folder}/${name}`);

/** Runs every test of the folders, a file at a time: some measure. */
export function nodeTests(folders, env) {
  const files = folders.flatMap(testFiles);
  if (files.length > 0) run(process.execPath, ['--test', '--test-concurrency=1', ...files], env);
}
