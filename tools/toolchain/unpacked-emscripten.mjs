// Emscripten where Debian's own cannot serve (Debian 12's is too old): Debian 13's, unpacked beside
// the system, driving the clang 19 that both releases have.

import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackFromDebian13 } from './debian13.mjs';
import { isExecutable, run, which } from './process.mjs';

/** Debian packages that the unpacked Emscripten drives, and that are not installed. */
export function missingDrivers() {
  const drivers = {
    'clang-19': isExecutable('/usr/bin/clang-19'),
    'lld-19': isExecutable('/usr/bin/wasm-ld-19'),
    'llvm-19': isExecutable('/usr/bin/llvm-ar-19'),
    python3: which('python3') !== undefined,
  };
  return Object.keys(drivers).filter((name) => !drivers[name]);
}

/** Brings the unpacked Emscripten: its emcc, and what the environment needs to run it. */
export async function unpackedEmscripten(system, log) {
  const folder = await unpackFromDebian13('toolchain-emscripten-3.1.69-binaryen-120', {
    // The C and C++ runtime libraries are for binaryen alone: it was built for a newer libc than Debian 12's.
    packages: ['emscripten', 'binaryen', 'node-acorn', 'libc6', 'libstdc++6', 'libgcc-s1'],
    size: '250 MB, 1.7 GB unpacked',
    finish: (unpacked) => finish(unpacked, log),
    system,
    log,
  });
  const root = join(folder, 'usr/share/emscripten');
  return {
    emcc: join(root, 'emcc'),
    env: {
      EM_CONFIG: join(folder, 'config'),
      EM_CACHE: join(root, 'cache'), // the system libraries stand there ready, in every flavour
      EM_NODE_JS: process.execPath,
    },
  };
}

async function finish(folder, log) {
  // acorn is looked for in node_modules, and Debian keeps it elsewhere.
  const modules = join(folder, 'usr/share/emscripten/node_modules');
  rmSync(modules, { force: true });
  symlinkSync('../nodejs', modules);

  wrapBinaryen(folder);
  writeFileSync(join(folder, 'config'), `\
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = '${folder}/binaryen'
NODE_JS = '${process.execPath}'
FROZEN_CACHE = False
`);
  await run(join(folder, 'binaryen/bin/wasm-opt'), ['--version'], { title: 'Checking binaryen', log });
}

/** Starts each of binaryen's programs by the unpacked loader, with the libraries that came with it. */
function wrapBinaryen(folder) {
  const triplet = readdirSync(join(folder, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'));
  const libraries = join(folder, 'usr/lib', triplet);
  const loader = readdirSync(libraries).find((name) => name.startsWith('ld-linux-'));

  mkdirSync(join(folder, 'binaryen/bin'), { recursive: true });
  for (const program of readdirSync(join(folder, 'usr/bin')).filter((name) => name.startsWith('wasm'))) {
    const start = `exec '${libraries}/${loader}' --library-path '${libraries}' '${folder}/usr/bin/${program}' "$@"`;
    writeFileSync(join(folder, 'binaryen/bin', program), `#!/bin/sh\n${start}\n`, { mode: 0o755 });
  }
}
