// Runs bad-input.mjs and keeps what it tried.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { record } from '../facts.mjs';

const program = fileURLToPath(new URL('./bad-input.mjs', import.meta.url));

/** Tries so many bad inputs on every call; rejects with the first that is not refused as it should be. */
export async function tryBadInput(entry, runs, seed, suite = `bad input, ${entry}`) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, entry, String(runs), String(seed)], {
    timeout: 3_600_000,
  });
  const tried = JSON.parse(stdout);
  record(suite, tried);
  return tried;
}
