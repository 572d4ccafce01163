// What C++ is put through beside its tests: format, linter, sanitizers with fuzzers, and coverage.
import { execFileSync } from 'node:child_process';
import { cmake, configure } from './build.mjs';
import { coverCore } from './cover-core.mjs';
import { unlessFresh } from './fresh.mjs';
import { log, run } from './setup.mjs';

/** Every source that clang-format is to leave as it is. */
const sources = () =>
  execFileSync('git', ['ls-files', '*.cpp', '*.hpp'], { encoding: 'utf8' }).trim().split('\n');

/** The linter's list is in .clang-tidy. It reads each source of core/ with what that includes itself. */
function lint(env) {
  return unlessFresh('.clang-tidy', ['.clang-tidy', 'core'], () => {
    log('clang-tidy');
    configure('tidy', env);
    run('run-clang-tidy-19', ['-quiet', '-p', 'build/tidy', '/core/src/'], env);
  });
}

export function formatted(env) {
  log('clang-format');
  run('clang-format-19', ['--dry-run', '--Werror', ...sources()], env);
}

export async function checkCore(env) {
  formatted(env);
  for (const preset of ['sanitize', 'sanitize-threads']) {
    cmake(preset, env);
    run('ctest', ['--preset', preset], env);
  }
  coverCore(env);
  await lint(env);
}

/** Each fuzzer for minutes. What it finds stays in build/sanitize/tests/fuzz/found, where the next run begins. */
export function fuzzLong(env) {
  cmake('sanitize', env, 'fuzzers');
  run('ctest', ['--preset', 'sanitize-long', '--build-config', 'long'], env);
}
