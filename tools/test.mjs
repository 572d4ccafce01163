// npm test: everything, from the mathematics to the page in a browser.
import { readdirSync } from 'node:fs';
import { buildDemo, buildPackage, builds, cmake } from './build.mjs';
import { command, log, run, setUp } from './setup.mjs';

const testFiles = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => `${folder}/${name}`);

await command(async () => {
  const { env, chromium } = await setUp({ wasm: true, native: true, browser: true });
  for (const preset of ['native', ...builds]) {
    cmake(preset, env, 'all');
    run('ctest', ['--preset', preset], env);
  }
  await buildPackage(env);
  log('types');
  run('node_modules/.bin/tsc', ['-p', 'web', '--noEmit'], env);
  await buildDemo(env);
  log('package and page');
  run(
    process.execPath,
    ['--test', '--test-concurrency=1', ...testFiles('tests/package'), ...testFiles('tests/web')],
    { ...env, CHROMIUM: chromium },
  );
});
