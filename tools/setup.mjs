// What every command begins with: npm's packages as locked, and the toolchain.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureToolchain, ToolchainError } from './toolchain.mjs';

/** Says on the terminal what takes a while. */
export const log = (line) => console.error(`- ${line}`);

/** Runs a program in sight of the user. Throws a ToolchainError where it fails. */
export function run(program, args, env = process.env) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env });
  if (error || status !== 0) {
    throw new ToolchainError(
      `${[program, ...args].join(' ')}: ${error?.message ?? `exit status ${status}`}`,
    );
  }
}

/** npm writes its own lock file last of all: older than ours, the packages are not those locked. */
function installPackages() {
  const installed = 'node_modules/.package-lock.json';
  const locked = 'package-lock.json';
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs) return;
  log("npm's packages, as locked");
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']); // onnxruntime-node's would download CUDA's files
}

/** @param wants - what the toolchain should hold; see ensureToolchain */
export async function setUp(wants) {
  installPackages();
  return ensureToolchain({ ...wants, log });
}

/** What the build's own tools want. */
function expectNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new ToolchainError(`expected Node 20.19 or newer, got ${process.versions.node}: https://nodejs.org`);
}

/** Whether node was started with this module, not with one that imports it. */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Runs a command's main function. Failures that the user can mend are told without a stack. */
export async function command(main) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  try {
    expectNode();
    await main();
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
