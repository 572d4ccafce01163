// npm run build: dist/, all that importing the package needs.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unlessFresh } from './fresh.mjs';
import { command, log, run, setUp } from './setup.mjs';

export const variants = ['simd', 'relaxed'];

/** Configures a CMake preset, the first time, and builds the targets. */
export function cmake(preset, env, ...targets) {
  log(`C++, ${preset}`);
  if (!existsSync(`build/${preset}/build.ninja`)) {
    run('cmake', ['--preset', preset, `-DNODE_JS_EXECUTABLE=${process.execPath}`], env);
  }
  run('cmake', ['--build', '--preset', preset, '--target', ...targets], env);
}

export async function buildPackage(env) {
  for (const variant of variants) cmake(variant, env, 'lstm');
  const modules = variants.flatMap((v) => ['js', 'wasm'].map((e) => `build/${v}/bindings/lstm.${e}`));
  const sources = ['bindings/src', 'bindings/tsconfig.json', 'package.json', 'tools/package.mjs'];
  await unlessFresh('package', [...modules, ...sources, 'dist/index.js'], async () => {
    log('JavaScript');
    const { makePackage } = await import('./package.mjs'); // needs npm's packages
    await makePackage();
  });
}

export async function buildDemo(env) {
  const pages = ['index.html', 'moby-dick.ts', 'public', 'src', 'vite.config.ts', 'dist/index.html'];
  await unlessFresh('demo', ['dist', 'package-lock.json', ...pages.map((p) => `web/${p}`)], () => {
    log('demo');
    run('node_modules/.bin/vite', ['build', 'web', '--logLevel', 'warn'], env);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    const { env } = await setUp({ wasm: true });
    await buildPackage(env);
  });
}
