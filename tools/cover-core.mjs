// Lines of core/ that its tests run, as clang counts them in the sanitizers' build.
import { execFileSync } from 'node:child_process';
import { run } from './setup.mjs';
import { tellCoverage } from './tell-coverage.mjs';

const LEAST = 0.95;
const build = 'build/sanitize';
const program = `${build}/tests/core/core_tests`;

/** Tells of the coverage of the tests' last run. */
export function coverCore(env) {
  const data = `${build}/core.profdata`;
  run('llvm-profdata-19', ['merge', '-sparse', '-o', data, `${build}/core.profraw`], env);
  const args = ['export', '--summary-only', program, `-instr-profile=${data}`];
  const [{ files }] = JSON.parse(execFileSync('llvm-cov-19', args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })).data;

  const folder = `${process.cwd()}/core/`;
  const ours = files.filter(({ filename }) => filename.startsWith(folder));
  tellCoverage('core', LEAST, ours.map(({ filename, summary: { lines } }) => ({ ...lines, name: filename.slice(folder.length) })));
}
