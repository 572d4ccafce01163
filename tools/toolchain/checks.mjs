// What the checks of C++ run: clang 19 with its sanitizers and fuzzer, its coverage, linter and formatter.

import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ask, which } from './process.mjs';

const HOW = 'https://apt.llvm.org, or any build of LLVM 19 whose programs have that suffix';

export function missingChecks() {
  const present = {
    'clang-19': which('clang++-19') !== undefined,
    'libclang-rt-19-dev': hasRuntimes(),
    'llvm-19': which('llvm-cov-19') !== undefined && which('llvm-profdata-19') !== undefined,
    'clang-tidy-19': which('clang-tidy-19') !== undefined,
    'clang-format-19': which('clang-format-19') !== undefined,
  };
  const names = Object.keys(present).filter((name) => !present[name]);
  return names.map((name) => ({ what: name, packages: [name], how: HOW }));
}

/** The formatter alone. */
export const missingFormatter = () => missingChecks().filter(({ what }) => what === 'clang-format-19');

/** The libraries that sanitized programs are linked with. */
function hasRuntimes() {
  const one = which('clang++-19') && ask('clang++-19', ['--rtlib=compiler-rt', '-print-libgcc-file-name']);
  const folder = dirname(one ?? '');
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('libclang_rt.fuzzer'));
}
