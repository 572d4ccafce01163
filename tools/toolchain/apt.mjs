// Installing the system's own packages: as root or through sudo, in one go.

import { ask, run, which } from './process.mjs';
import { ToolchainError } from './error.mjs';

const LOCK_TRIES = 60;
const LOCK_PAUSE_MS = 5_000;

/** Installs Debian `packages`; where this user may not, throws with the one line to run. */
export async function installPackages(packages, log) {
  const root = becomeRoot(packages);
  const apt = (...args) => [
    ...root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8', // its English lines are looked at below
    'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args,
  ];

  await refreshIndex(apt('update'), log);
  const [command, ...args] = apt('install', '-y', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages);
  await run(command, args, {
    title: `Installing Debian packages: ${packages.join(' ')}`,
    echo: /^(Need to get|After this operation|Waiting for)/,
    log,
  });
}

/** What to put before a command so that it runs as root: nothing, or sudo. */
function becomeRoot(packages) {
  if (process.getuid() === 0) return [];
  const sudo = which('sudo');
  if (sudo && ask(sudo, ['-n', 'true']) !== undefined) return [sudo, '-n'];

  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const line = sudo ? `sudo sh -c '${install}'` : `su -c '${install}'`;
  throw new ToolchainError(
    `Some Debian packages are missing, and installing them needs root. Run this line, then try again:\n\n  ${line}\n`,
  );
}

/**
 * Updates the package index. An index somebody else is updating is waited for (apt itself waits
 * only for dpkg's lock); any other failure may concern a source not needed here, so the install decides.
 */
async function refreshIndex([command, ...args], log) {
  for (let tries = 1; ; tries++) {
    try {
      return await run(command, args, { title: 'Updating the package index', log });
    } catch (error) {
      if (!/Could not get lock/.test(error.message) || tries === LOCK_TRIES) return log(`  ${error.message}`);
      await new Promise((resume) => setTimeout(resume, LOCK_PAUSE_MS));
    }
  }
}
