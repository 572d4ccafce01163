// The table of what the tests tried, from build/facts: a suite a row. With --write it is put into
// tests/README.md, between its two marks.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isProgram } from './setup.mjs';

const folder = 'build/facts';
const page = 'tests/README.md';
const marks = ['<!-- facts -->', '<!-- /facts -->'];

const whole = (value) => value.toLocaleString('en-US');
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** The columns: a fact's name in build/facts, its heading, and how it is shown. */
const columns = [
  ['cases', 'cases tried', whole],
  ['badInputs', 'bad inputs', whole],
  ['executions', 'fuzz executions', whole],
  ['faults', 'faults injected', whole],
  ['steps', 'steps soaked', whole],
  ['memoryBefore', 'memory before', megabytes],
  ['memoryAfter', 'after', megabytes],
  ['coverage', 'lines covered', (share) => `${(100 * share).toFixed(1)}%`],
  ['crashes', 'crashes', whole],
  ['hangs', 'hangs over 2 s', whole],
  ['lostWeights', 'lost weights', whole],
];

function facts() {
  if (!existsSync(folder)) return [];
  const lines = readdirSync(folder).sort().flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n'));
  return lines.map((line) => JSON.parse(line));
}

function table(rows) {
  const used = columns.filter(([name]) => rows.some((row) => name in row));
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['suite', ...used.map(([, heading]) => heading)]),
    line(['---', ...used.map(() => '---:')]),
    ...rows.map((row) => line([row.suite, ...used.map(([name, , shown]) => (name in row ? shown(row[name]) : ''))])),
  ].join('\n');
}

/** Prints the table; `write` puts it into the page too. */
export function showFacts(write = false) {
  const text = table(facts());
  console.log(text);
  if (!write) return;
  const [before, rest] = readFileSync(page, 'utf8').split(marks[0]);
  const [, after] = rest.split(marks[1]);
  writeFileSync(page, `${before}${marks[0]}\n${text}\n${marks[1]}${after}`);
}

if (isProgram(import.meta.url)) showFacts(process.argv.includes('--write'));
