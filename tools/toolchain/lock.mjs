// One process at a time, by a lock that the kernel drops when its holder dies, however it dies.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ToolchainError } from './error.mjs';

const PATIENCE_MS = 1_000;

/** Runs `work` while holding the lock on file `path`, waiting for another holder to finish first. */
export async function withLock(path, log, work) {
  // flock holds the lock for as long as its child lives, which is until our end of the pipe closes.
  const holder = spawn('flock', [path, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const notice = setTimeout(() => log('Waiting for another process that is setting up the same tools ...'), PATIENCE_MS);
  await once(holder.stdout, 'readable');
  clearTimeout(notice);
  if (holder.stdout.read() === null) throw new ToolchainError(`Cannot lock ${path}`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
  }
}
