// npm run check: what a change is looked at by while it is made, in minutes. npm test is the whole of it.
import { buildPackage } from './build.mjs';
import { formatted } from './check-core.mjs';
import { quickTests } from './node-tests.mjs';
import { command, setUp } from './setup.mjs';
import { lint, testCore, types } from './steps.mjs';

await command(async () => {
  const { env } = await setUp({ wasm: true, native: true, formatter: true });
  lint(env);
  formatted(env);
  testCore('native', env);
  await buildPackage(env);
  types(env);
  for (const folder of ['tests/package', 'tests/formats']) quickTests(folder, env);
});
