// npm test: everything, from the mathematics to the page in a browser.
import { buildDemo, buildPackage, presets } from './build.mjs';
import { checkCore } from './check-core.mjs';
import { testBindings } from './cover-bindings.mjs';
import { showFacts } from './facts.mjs';
import { nodeTests } from './node-tests.mjs';
import { command, log, setUp } from './setup.mjs';
import { lint, testCore, types } from './steps.mjs';

await command(async () => {
  const { env } = await setUp({ wasm: true, native: true, browsers: ['chromium', 'firefox', 'webkit'], checks: true });
  lint(env);
  for (const preset of ['native', ...presets]) testCore(preset, env);
  await checkCore(env);
  await buildPackage(env);
  types(env);
  await buildDemo(env);
  log('package');
  testBindings(env);
  log('its consumers and the page');
  nodeTests(['tests/consumers', 'tests/web'], env);
  showFacts();
});
