// What every build needs beside its compiler, and the native compiler.

import { ask, which } from './process.mjs';
import { atLeast, versionIn } from './version.mjs';

const LEAST_CMAKE = '3.21';

export function missingBuildTools() {
  const missing = [];
  if (!atLeast(versionIn(ask('cmake', ['--version'])), LEAST_CMAKE)) {
    missing.push({ what: `cmake >= ${LEAST_CMAKE}`, packages: ['cmake'], how: 'https://cmake.org/download' });
  }
  if (!which('ninja')) missing.push({ what: 'ninja', packages: ['ninja-build'], how: 'https://ninja-build.org' });
  return missing;
}

/** A compiler counts when it takes a C++20 program: names and version numbers differ too much between vendors. */
export function missingCompiler() {
  const [compiler, ...flags] = (process.env.CXX ?? which('c++', 'g++', 'clang++') ?? 'c++').split(' ');
  const program = 'static_assert(__cplusplus >= 202002L);\n';
  if (ask(compiler, [...flags, '-std=c++20', '-fsyntax-only', '-x', 'c++', '-'], program) !== undefined) return [];
  return [{ what: 'a C++20 compiler', packages: ['g++'], how: 'g++ 11 or clang++ 14, or newer; name another by CXX' }];
}
