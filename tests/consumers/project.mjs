// An empty project that has installed the packed package, as a stranger's.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program to its end, and gives what it printed. */
export const run = (program, args, cwd) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 120_000 });

/**
 * Gives its folder, which is gone after the tests; the tarball is in it. No network is used: the package has
 * no dependencies.
 */
export function emptyProject() {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-consumer-'));
  after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  // Of dist/ as it is: prepack would build it.
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root));
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', filename], folder);
  return folder;
}

/** The same with the consumers' one application, of app/, in it. */
export function appProject() {
  const folder = emptyProject();
  cpSync(new URL('app/', import.meta.url), folder, { recursive: true });
  return folder;
}

/** The application's page, beside a bundle main.js. */
export function writePage(project, folder) {
  const html = readFileSync(join(project, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), html.replace('./src/index.js', 'main.js'));
}

/** What the application's program gives in Node. */
export const numbersInNode = (folder, entry = 'lstm-wasm', threads = 1) =>
  JSON.parse(run(process.execPath, ['node.js', entry, threads], folder));
