// npm run build: dist/, all that importing the package needs.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { unlessFresh } from './fresh.mjs';
import { moduleOf } from './modules.mjs';
import { command, isProgram, log, run, setUp } from './setup.mjs';

/** What the package consists of, and the CMake presets that make it, two builds each. */
export const builds = ['simd', 'relaxed', 'simd-threads', 'relaxed-threads'];
export const presets = ['wasm', 'wasm-threads'];

/** A build folder that came along with a copied tree would build the other tree's sources. */
function dropForeign(folder) {
  if (!existsSync(`${folder}/CMakeCache.txt`)) return;
  const [, home] = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(readFileSync(`${folder}/CMakeCache.txt`, 'utf8')) ?? [];
  if (home !== process.cwd()) rmSync(folder, { recursive: true });
}

/** Configures a CMake preset, the first time. */
export function configure(preset, env) {
  dropForeign(`build/${preset}`);
  if (existsSync(`build/${preset}/build.ninja`)) return;
  run('cmake', ['--preset', preset, `-DNODE_JS_EXECUTABLE=${process.execPath}`], env);
}

/** Builds targets of a CMake preset, or else those that it names. */
export function cmake(preset, env, ...targets) {
  log(`C++, ${preset}`);
  configure(preset, env);
  const build = ['--build', '--preset', preset, ...(targets.length > 0 ? ['--target', ...targets] : [])];
  run('cmake', build, { ...env, EMCC_SKIP_SANITY_CHECK: '1' }); // configuring has checked
}

export async function buildPackage(env) {
  for (const preset of presets) cmake(preset, env, 'modules');
  const modules = builds.flatMap((build) => ['js', 'wasm'].map((end) => moduleOf(build, end)));
  const sources = ['bindings/src', 'bindings/tsconfig.json', 'package.json', 'package-lock.json', 'tools/package.mjs'];
  await unlessFresh('dist/index.js', [...modules, ...sources], async () => {
    log('JavaScript');
    const { makePackage } = await import('./package.mjs'); // needs npm's packages
    await makePackage(builds);
  });
}

export async function buildDemo(env) {
  const pages = ['bench', 'corpora.ts', 'index.html', 'offline.ts', 'public', 'service-worker.js', 'src', 'views.ts', 'vite.config.ts'];
  const shared = readdirSync('tests/bench').filter((name) => name.endsWith('.mjs'));
  const sources = [
    'dist',
    'package-lock.json',
    ...pages.map((page) => `web/${page}`),
    ...shared.map((name) => `tests/bench/${name}`),
  ];
  await unlessFresh('web/dist/index.html', sources, () => {
    log('demo');
    run('node_modules/.bin/vite', ['build', 'web', '--logLevel', 'warn'], env);
  });
  await buildDocs(env);
}

/** The guides and the reference, from web/docs and the package's comments, as the demo's docs/. */
async function buildDocs(env) {
  await unlessFresh('build/docs/index.html', ['bindings/src', 'package.json', 'package-lock.json', 'web/docs'], () => {
    log('docs');
    run('node_modules/.bin/typedoc', ['--options', 'web/docs/typedoc.json'], env);
  });
  await unlessFresh('web/dist/docs/index.html', ['build/docs'], () => {
    cpSync('build/docs', 'web/dist/docs', { recursive: true });
  });
}

if (isProgram(import.meta.url)) {
  await command(async () => {
    const { env } = await setUp({ wasm: true });
    await buildPackage(env);
  });
}
