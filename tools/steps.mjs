// What npm test and npm run check have in common.
import { cmake } from './build.mjs';
import { log, run } from './setup.mjs';

/** The linter of TypeScript and of all scripts. */
export function lint(env) {
  log('lint');
  run('node_modules/.bin/biome', ['lint', '--error-on-warnings'], env);
}

/** Builds a CMake preset and runs its tests. */
export function testCore(preset, env) {
  cmake(preset, env, 'all');
  run('ctest', ['--preset', preset], env);
}

/** The package's types are checked as it is built; these are the page's, which uses them. */
export function types(env) {
  log('types');
  run('node_modules/.bin/tsc', ['-p', 'web', '--noEmit'], env);
}
