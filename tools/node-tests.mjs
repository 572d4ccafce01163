// The tests that run in Node, by folder.
import { existsSync, readdirSync } from 'node:fs';
import { run } from './setup.mjs';

/** Learns a text for a minute; builds the page and serves it; trains in processes of PyTorch. */
const slow = ['moby-dick.test.mjs', 'start.test.mjs', 'pytorch-out.test.mjs'];

const testFiles = (folder) =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => `${folder}/${name}`);

/** A file at a time: some measure. */
function runFiles(files, env) {
  if (files.length > 0) run(process.execPath, ['--test', '--test-concurrency=1', ...files], env);
}

/** Runs every test of the folders. */
export function nodeTests(folders, env) {
  runFiles(folders.flatMap(testFiles), env);
}

/** Runs those of a folder that take seconds. */
export function quickTests(folder, env) {
  runFiles(testFiles(folder).filter((file) => !slow.some((name) => file.endsWith(name))), env);
}
