// Facts about the machine that decide how a missing thing is brought.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ToolchainError } from './error.mjs';
import { which } from './process.mjs';

/** Where unpacked tools live: outside any checkout, so that a second clone finds them. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lstm-wasm');

/** Makes the cache folder, or says how to name another. */
export function makeCache() {
  try {
    mkdirSync(CACHE, { recursive: true });
  } catch (error) {
    throw new ToolchainError(`Cannot make the folder for tools, ${CACHE} (${error.code}). Set XDG_CACHE_HOME to one that can be written.`);
  }
}

/**
 * @typedef {object} System
 * @property {string} name - as its owner would say it, for messages
 * @property {boolean} apt - whether packages come by apt
 * @property {number|undefined} debian - Debian's release number (Infinity for one not yet numbered), undefined elsewhere
 * @property {string|undefined} codename - the release's name in apt sources, such as `bookworm`
 */

/** @returns {System} */
export function readSystem() {
  const release = existsSync('/etc/os-release') ? parseRelease(readFileSync('/etc/os-release', 'utf8')) : {};
  return {
    name: release.PRETTY_NAME ?? `${process.platform} ${process.arch}`,
    apt: which('apt-get') !== undefined,
    debian: release.ID === 'debian' ? Number(release.VERSION_ID ?? Infinity) : undefined,
    codename: release.VERSION_CODENAME,
  };
}

function parseRelease(text) {
  return Object.fromEntries([...text.matchAll(/^(\w+)=["']?(.*?)["']?$/gm)].map(([, key, value]) => [key, value]));
}
