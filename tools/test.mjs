// npm test: everything, from the mathematics to the page in a browser.
import { buildDemo, buildPackage, builds, cmake } from './build.mjs';
import { checkCore } from './check-core.mjs';
import { testBindings } from './cover-bindings.mjs';
import { showFacts } from './facts.mjs';
import { nodeTests } from './node-tests.mjs';
import { command, log, run, setUp } from './setup.mjs';

await command(async () => {
  const { env } = await setUp({ wasm: true, native: true, browsers: ['chromium', 'firefox', 'webkit'], checks: true });
  log('lint');
  run('node_modules/.bin/biome', ['lint', '--error-on-warnings'], env);
  for (const preset of ['native', ...builds]) {
    cmake(preset, env, 'all');
    run('ctest', ['--preset', preset], env);
  }
  await checkCore(env);
  await buildPackage(env);
  log('types');
  run('node_modules/.bin/tsc', ['-p', 'web', '--noEmit'], env);
  await buildDemo(env);
  log('package');
  testBindings(env);
  log('its consumers and the page');
  nodeTests(['tests/consumers', 'tests/web'], env);
  showFacts();
});
