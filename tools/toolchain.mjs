// Finds the tools that the build and the tests need, or brings them. Run directly, it brings all
// of them and says what they are.

import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './toolchain/apt.mjs';
import { locateBrowsers, missingBrowsers } from './toolchain/browsers.mjs';
import { missingBuildTools, missingCompiler } from './toolchain/build-tools.mjs';
import { missingChecks, missingFormatter } from './toolchain/checks.mjs';
import { locateEmscripten, missingEmscripten } from './toolchain/emscripten.mjs';
import { ToolchainError } from './toolchain/error.mjs';
import { linkHeaders, missingHeaders } from './toolchain/headers.mjs';
import { makeCache, readSystem } from './toolchain/system.mjs';

export { ToolchainError };

const NODE_PROGRAMS = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));

/**
 * Makes sure that the tools asked for are there: uses what fits, installs what is missing, and
 * throws a ToolchainError in words for the user where it can do neither.
 *
 * @param {object} [options]
 * @param {boolean} [options.wasm] - Emscripten
 * @param {boolean} [options.native] - a C++20 compiler
 * @param {string[]} [options.browsers] - of `chromium`, `firefox`, `webkit`
 * @param {boolean} [options.checks] - clang 19 with its sanitizers, linter and formatter
 * @param {boolean} [options.formatter] - of those the formatter alone
 * @param {(line: string) => void} [options.log] - hears of every step that takes long
 * @returns {Promise<{env: NodeJS.ProcessEnv, headers: string, browsers: Record<string, string>,
 *   emcc: {path: string, version: string} | undefined}>} `env` is what the build's processes run with, and the
 *   tests: it names the browsers, by the variables of `browsers`
 */
export async function ensureToolchain({ wasm = true, native = false, browsers: wanted = [], checks = false, formatter = false, log = console.error } = {}) {
  const system = readSystem();
  await provide(system, log, [
    ...missingBuildTools(),
    ...missingHeaders(system),
    ...(wasm ? missingEmscripten(system) : []),
    ...(native ? missingCompiler() : []),
    ...missingBrowsers(wanted, system),
    ...(checks ? missingChecks() : formatter ? missingFormatter() : []),
  ]);

  makeCache();
  const emcc = wasm ? await locateEmscripten(system, log) : undefined;
  const headers = await linkHeaders(system, log);
  const browsers = locateBrowsers(wanted);
  const env = { ...process.env, ...emcc?.env, ...browsers, LSTM_HEADERS: headers };
  env.PATH = [NODE_PROGRAMS, env.PATH].join(delimiter); // emcc runs tsc for its --emit-tsd
  return { env, headers, browsers, emcc: emcc && { path: emcc.path, version: emcc.version } };
}

/** Installs all that is missing at once, or says what this system cannot bring by itself. */
async function provide(system, log, missing) {
  const hopeless = missing.filter(({ packages }) => !system.apt || !packages);
  if (hopeless.length > 0) {
    const list = hopeless.map(({ what, how }) => `  - ${what}: ${how}`).join('\n');
    throw new ToolchainError(`Missing, and not brought automatically on ${system.name}:\n${list}`);
  }
  if (missing.length > 0) await installPackages(missing.flatMap(({ packages }) => packages), log);
}

async function main() {
  try {
    const everything = { wasm: true, native: true, browsers: ['chromium', 'firefox', 'webkit'], checks: true };
    const { emcc, headers, browsers } = await ensureToolchain(everything);
    console.log(`emcc ${emcc.version}  ${emcc.path}\nheaders      ${headers}\nbrowsers     ${Object.values(browsers).join(', ')}`);
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
