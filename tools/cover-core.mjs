// Lines of core/ that its tests run, as clang counts them in the sanitizers' build.
import { execFileSync } from 'node:child_process';
import { record } from '../tests/facts.mjs';
import { log, run } from './setup.mjs';
import { ToolchainError } from './toolchain.mjs';

const LEAST = 0.95;
const build = 'build/sanitize';
const program = `${build}/tests/core/core_tests`;

/** Prints them by file, where some are left out, and in all. Throws where they are too few. */
export function coverCore(env) {
  const data = `${build}/core.profdata`;
  run('llvm-profdata-19', ['merge', '-sparse', '-o', data, `${build}/core.profraw`], env);
  const args = ['export', '--summary-only', program, `-instr-profile=${data}`];
  const [{ files }] = JSON.parse(execFileSync('llvm-cov-19', args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })).data;

  const folder = `${process.cwd()}/core/`;
  let all = 0;
  let covered = 0;
  for (const { filename, summary: { lines } } of files.filter((file) => file.filename.startsWith(folder))) {
    all += lines.count;
    covered += lines.covered;
    if (lines.covered < lines.count) log(`${filename.slice(folder.length)}: ${lines.covered} of ${lines.count} lines`);
  }
  log(`core: ${covered} of ${all} lines, ${((100 * covered) / all).toFixed(1)}%`);
  if (!(covered >= LEAST * all)) throw new ToolchainError(`expected tests to run ${100 * LEAST}% of core's lines`);
  record('C++ core, lines', { coverage: covered / all });
}
