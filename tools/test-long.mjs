// npm run test:long: what takes minutes, beside npm test. In C++ the tests of configuration "long",
// in Node those of tests/long.
import { buildPackage, cmake } from './build.mjs';
import { fuzzLong } from './check-core.mjs';
import { showFacts } from './facts.mjs';
import { nodeTests } from './node-tests.mjs';
import { command, log, run, setUp } from './setup.mjs';

await command(async () => {
  const { env } = await setUp({ wasm: true, native: true, browsers: ['chromium'], checks: true });
  cmake('native', env, 'all');
  run('ctest', ['--preset', 'native', '--build-config', 'long', '--label-regex', 'long', '--verbose'], env);
  fuzzLong(env);
  await buildPackage(env);
  log('in Node');
  nodeTests(['tests/long'], env);
  showFacts();
});
