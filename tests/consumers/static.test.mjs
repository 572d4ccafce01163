// A page without a bundler: its modules import the installed files by address, under a strict policy.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../web/visit.mjs';
import { appProject } from './project.mjs';
import { hasTheNumbersOfNode, hasThreads, strictPolicy, tellsWhatIsMissing } from './visitor.mjs';

const root = appProject();
for (const name of readdirSync(join(root, 'src'))) {
  const file = join(root, 'src', name);
  const toFile = (_, entry) => `'../node_modules/lstm-wasm/dist/${entry ?? 'index'}.js'`;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/'lstm-wasm(?:\/(\w+))?'/g, toFile));
}
const scene = setUp({ root, headers: strictPolicy });
const isolated = setUp({ root, headers: strictPolicy, isolated: true });

hasTheNumbersOfNode(scene, root);
hasThreads(isolated, root);
tellsWhatIsMissing(scene);
