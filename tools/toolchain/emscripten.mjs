// The compiler to WebAssembly: the user's own where it is new enough, else one that is brought.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ask, isExecutable, which } from './process.mjs';
import { missingDrivers, unpackedEmscripten } from './unpacked-emscripten.mjs';
import { atLeast, versionIn } from './version.mjs';

const LEAST = '3.1.69';
const CMAKE_FILE = 'cmake/Modules/Platform/Emscripten.cmake';

/** What must be installed before `locateEmscripten` can succeed. */
export function missingEmscripten(system) {
  const own = findOwn();
  if (own.fits) return [];
  if (system.debian >= 13 && !hasForeignNode()) return [{ what: `emcc >= ${LEAST}`, packages: ['emscripten'] }];
  if (system.debian === 12 || system.debian === 13) return missingDrivers().map((name) => ({ what: name, packages: [name] }));
  return [{
    what: `emcc >= ${LEAST}${own.path ? ` (${own.path} is ${own.version ?? 'broken'})` : ''}`,
    how: 'https://emscripten.org/docs/getting_started/downloads.html, then have emcc on PATH or set EMSDK',
  }];
}

/**
 * The Emscripten to build with, once nothing that `missingEmscripten` lists is missing.
 * @returns {Promise<{path: string, version: string, env: Record<string, string>}>}
 */
export async function locateEmscripten(system, log) {
  const own = findOwn();
  const { path, version, root, env } = own.fits ? own : await unpacked(system, log);
  const isOnPath = path === which('emcc'); // then PATH keeps the order its owner gave it
  return {
    path,
    version,
    env: {
      ...env,
      ...pythonItself(),
      PATH: isOnPath ? process.env.PATH : [dirname(path), process.env.PATH].join(delimiter),
      EMSCRIPTEN_TOOLCHAIN_FILE: join(root, CMAKE_FILE),
    },
  };
}

/**
 * The interpreter that python3 stands for: a version manager's is a script, which takes half a second to
 * start it, every time emcc runs.
 */
function pythonItself() {
  const own = process.env.EMSDK_PYTHON ?? ask('python3', ['-c', 'import sys; print(sys.executable)']);
  return own ? { EMSDK_PYTHON: own } : {};
}

async function unpacked(system, log) {
  const { emcc, env } = await unpackedEmscripten(system, log);
  return { ...describe(emcc), env };
}

/** The first emcc on PATH or in $EMSDK that fits, else the first one, so that a message can name it. */
function findOwn() {
  const sdk = process.env.EMSDK && join(process.env.EMSDK, 'upstream/emscripten/emcc');
  const found = [which('emcc'), sdk].filter((path) => path && isExecutable(path)).map(describe);
  return found.find((emcc) => emcc.fits) ?? found[0] ?? { fits: false };
}

/** All that is known of an emcc, read from its folder: asking emcc itself takes half a second. */
function describe(path) {
  const folder = dirname(realpathSync(path));
  // Homebrew and Nix put a script on PATH, and Emscripten's own folder beside it.
  const root = ['.', '../libexec', '../share/emscripten'].map((way) => join(folder, way)).find(isRoot)
    ?? ask(join(dirname(path), 'em-config'), ['EMSCRIPTEN_ROOT']);
  const version = isRoot(root) ? versionIn(readFileSync(join(root, 'emscripten-version.txt'), 'utf8')) : undefined;
  const broken = root === '/usr/share/emscripten' && hasForeignNode();
  return { path, root, version, fits: atLeast(version, LEAST) && !broken };
}

const isRoot = (folder) => existsSync(join(folder ?? '', CMAKE_FILE));

/**
 * Debian's emscripten finds its JavaScript libraries by a link that Debian's nodejs brings. A
 * nodejs package of another vendor satisfies apt, but has no such link.
 */
const hasForeignNode = () => existsSync('/usr/bin/node') && !existsSync('/usr/share/node_modules');
