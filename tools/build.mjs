// npm run build: dist/, all that importing the package needs.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
  log('JavaScript');
  const { makePackage } = await import('./package.mjs'); // needs npm's packages
  await makePackage();
}

export function buildDemo(env) {
  log('demo');
  run('node_modules/.bin/vite', ['build', 'web', '--logLevel', 'warn'], env);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    const { env } = await setUp({ wasm: true });
    await buildPackage(env);
  });
}
