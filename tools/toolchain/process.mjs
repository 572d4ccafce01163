// Child processes: find one, ask one, run a long one without leaving the user in the dark.

import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ToolchainError } from './error.mjs';

const HEARTBEAT_MS = 15_000;
const TAIL_LINES = 15;

/** The full path of the first of `names` that is an executable file on PATH, or undefined. */
export function which(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Whether `path` is a file that this user may run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What a short command prints, or undefined when it cannot be run or fails. */
export function ask(command, args, input) {
  const { status, stdout } = spawnSync(command, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Runs a long command. `title` is logged as it begins, then the elapsed time now and again, and
 * those of the command's own lines that match `echo`, each once. Failure throws with its last lines.
 */
export function run(command, args, { title, log, echo, cwd }) {
  log(`${title} ...`);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const heartbeat = setInterval(() => log(`  ... ${seconds()} s`), HEARTBEAT_MS);

  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const echoed = new Set();
    const listen = (chunk) => {
      output += chunk;
      if (!echo) return;
      for (const line of chunk.split('\n').filter((text) => echo.test(text) && !echoed.has(text))) {
        echoed.add(line);
        log(`  ${line.trim()}`);
      }
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);

    const fail = (reason) => {
      const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      reject(new ToolchainError(`${title}: ${reason}\n  ${[command, ...args].join(' ')}\n${tail}`));
    };
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => (code === 0 ? resolve(output) : fail(signal ?? `exit status ${code}`)));
  }).finally(() => clearInterval(heartbeat));
}
