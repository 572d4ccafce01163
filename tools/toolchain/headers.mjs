// The header-only libraries, as one folder of links: a WebAssembly build must see these headers
// and nothing else of the system's include folder.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { isUnpacked, unpackFromDebian13, unpackedFolder } from './debian13.mjs';
import { CACHE } from './system.mjs';
import { atLeast } from './version.mjs';

/**
 * Each library: the folder it is included by (its name), the file and the macros that tell its
 * version, the Debian package, and the first Debian release whose package is new enough.
 */
const LIBRARIES = [
  {
    name: 'Eigen', least: '3.4', package: 'libeigen3-dev', since: 12, how: 'https://eigen.tuxfamily.org',
    file: 'Eigen/src/Core/util/Macros.h', macros: ['EIGEN_WORLD_VERSION', 'EIGEN_MAJOR_VERSION', 'EIGEN_MINOR_VERSION'],
  },
  {
    name: 'xsimd', least: '13.0', package: 'libxsimd-dev', since: 13, how: 'https://github.com/xtensor-stack/xsimd',
    file: 'xsimd/config/xsimd_config.hpp', macros: ['XSIMD_VERSION_MAJOR', 'XSIMD_VERSION_MINOR', 'XSIMD_VERSION_PATCH'],
  },
  {
    name: 'doctest', least: '2.4', package: 'doctest-dev', since: 12, how: 'https://github.com/doctest/doctest',
    file: 'doctest/doctest.h', macros: ['DOCTEST_VERSION_MAJOR', 'DOCTEST_VERSION_MINOR', 'DOCTEST_VERSION_PATCH'],
  },
];

const [EIGEN, XSIMD] = LIBRARIES;
const UNPACKED_XSIMD = 'toolchain-xsimd-13.2.0';

/** What must be installed before `linkHeaders` can succeed. */
export function missingHeaders(system) {
  return LIBRARIES.filter((library) => !find(library) && !isUnpackable(library, system)).map((library) => ({
    what: `${library.name} >= ${library.least} (headers)`,
    packages: hasPackage(library, system) ? [library.package] : undefined,
    how: `${library.how}, then set LSTM_HEADERS to the folder that holds ${library.name}/`,
  }));
}

/** Makes the folder of links, once nothing that `missingHeaders` lists is missing, and returns it. */
export async function linkHeaders(system, log) {
  if (!find(XSIMD)) {
    await unpackFromDebian13(UNPACKED_XSIMD, { packages: [XSIMD.package], size: '0.1 MB', system, log });
  }

  const targets = LIBRARIES.map((library) => join(find(library), library.name));
  const unsupported = join(find(EIGEN), 'unsupported'); // Eigen's further modules
  if (existsSync(unsupported)) targets.push(unsupported);
  return linkFolder(targets.map((target) => realpathSync(target))); // a folder made here may itself have been found
}

const hasPackage = (library, system) => system.apt && (system.debian ?? 12) >= library.since;
const isUnpackable = (library, system) => library === XSIMD && system.debian === 12;

/** The first include folder that holds the library in a version new enough, or undefined. */
function find({ file, macros, least }) {
  return includeFolders().find((folder) => {
    const path = join(folder, file);
    if (!existsSync(path)) return false;
    const text = readFileSync(path, 'utf8');
    const version = macros.map((macro) => text.match(new RegExp(`#define ${macro}\\s+(\\d+)`))?.[1] ?? '0').join('.');
    return atLeast(version, least);
  });
}

function includeFolders() {
  const { LSTM_HEADERS, CPATH = '', CMAKE_PREFIX_PATH = '' } = process.env;
  const prefixes = [...CMAKE_PREFIX_PATH.split(delimiter).filter(Boolean), '/usr/local', '/opt/homebrew', '/usr'];
  const folders = [...CPATH.split(delimiter).filter(Boolean), ...prefixes.map((prefix) => join(prefix, 'include'))];
  if (LSTM_HEADERS) folders.unshift(LSTM_HEADERS);
  if (isUnpacked(UNPACKED_XSIMD)) folders.push(join(unpackedFolder(UNPACKED_XSIMD), 'usr/include'));
  return folders.flatMap((folder) => [folder, join(folder, 'eigen3')]); // Eigen is often a folder deeper
}

/** A folder of links to `targets`, named by them: it never changes once it is there. */
function linkFolder(targets) {
  const key = createHash('sha256').update(targets.join('\n')).digest('hex').slice(0, 12);
  const folder = join(CACHE, `headers-${key}`);
  if (existsSync(folder)) return folder;

  const draft = mkdtempSync(`${folder}-`);
  for (const target of targets) symlinkSync(target, join(draft, basename(target)));
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(folder)) throw error; // else another process was quicker, with the same links
  }
  return folder;
}
