// What the tests tried, for the table in tests/README.md: a file a suite in build/facts, one line of JSON
// each, whatever language it was written in. tools/facts.mjs prints them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../build/facts/', import.meta.url));

/**
 * Keeps what a suite tried, in the place of what it told before.
 * @param suite - in words: a row of the table
 * @param facts - numbers, by the names in tools/facts.mjs: its columns
 */
export function record(suite, facts) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${suite.replaceAll(/\W+/g, '-')}.json`, `${JSON.stringify({ suite, ...facts })}\n`);
}
