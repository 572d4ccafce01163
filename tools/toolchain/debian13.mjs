// Packages of Debian 13 for use where the system's are too old: downloaded and unpacked into the
// user's cache folder, never installed (installing them would upgrade the system's libc).

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolchainError } from './error.mjs';
import { withLock } from './lock.mjs';
import { ask, run } from './process.mjs';
import { CACHE } from './system.mjs';

const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const APT = join(CACHE, 'debian13-apt');

/**
 * Makes sure that `packages` stand unpacked in their own folder of the cache, and returns it.
 * An interrupted try is taken up where it stopped; of two processes, one works and the other waits.
 *
 * @param {string} name - of the folder; it carries the versions, so that a change makes a new one
 * @param {object} how
 * @param {string[]} how.packages
 * @param {string} how.size - of the download, for the user
 * @param {(folder: string) => Promise<void>} [how.finish] - completes the folder after unpacking
 * @param {import('./system.mjs').System} how.system
 * @param {(line: string) => void} how.log
 */
export async function unpackFromDebian13(name, { packages, size, finish, system, log }) {
  const folder = unpackedFolder(name);
  if (isUnpacked(name)) return folder;

  await withLock(join(CACHE, 'lock'), log, async () => {
    if (isUnpacked(name)) return;
    const debs = join(APT, name);
    await download(packages, size, debs, system, log);
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(debs).filter((entry) => entry.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', join(debs, file), folder], { title: `Unpacking ${file}`, log });
    }
    await finish?.(folder);
    writeFileSync(stamp(name), '');
    rmSync(debs, { recursive: true });
  });
  return folder;
}

export const unpackedFolder = (name) => join(CACHE, name);
export const isUnpacked = (name) => existsSync(stamp(name));

/** The file that is written last: a folder without it is not whole. */
const stamp = (name) => join(unpackedFolder(name), 'complete');

/** Downloads by apt, which checks signatures and skips files already whole; with a state of its own, to leave the system's alone. */
async function download(packages, size, debs, system, log) {
  for (const folder of [`${APT}/state/lists/partial`, `${APT}/cache/archives/partial`, debs]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(APT, 'sources.list'), `deb [signed-by=${KEYRING}] ${debianMirror(system)} ${SUITE} main\n`);

  const settings = [
    `Dir::State=${APT}/state`, 'Dir::State::status=/dev/null', `Dir::Cache=${APT}/cache`,
    `Dir::Etc::SourceList=${APT}/sources.list`, 'Dir::Etc::SourceParts=/dev/null', 'APT::Sandbox::User=root',
    'Acquire::GzipIndexes=true', 'Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache=', // 30 MB on disk, not 180
  ].flatMap((setting) => ['-o', setting]);
  const apt = (args, title) => run('apt-get', ['-q', ...settings, ...args], { title, log, cwd: debs });

  await apt(['update', '--error-on=any'], "Reading Debian 13's package index (10 MB)");
  await apt(['download', ...packages], `Downloading from Debian 13: ${packages.join(' ')} (${size})`);
}

/**
 * The address this machine gets its own Debian from: it serves the next release too. apt itself
 * is asked, so that every way of writing sources counts: what it knows of the archives behind
 * them, or, where their indexes were never fetched, what the sources say.
 */
function debianMirror({ name, codename }) {
  const known = ['Origin: Debian', `Codename: ${codename}`];
  const said = ['--no-release-info', 'Component: main', `Release: ${codename}`];
  for (const filter of [known, said]) {
    const mirror = ask('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', ...filter]);
    if (mirror) return mirror.split('\n')[0];
  }
  throw new ToolchainError(`apt's sources name no Debian archive for ${name}, where newer packages could be had.`);
}
