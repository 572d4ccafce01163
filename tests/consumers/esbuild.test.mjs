// An application of a bundler that does not follow new URL(..., import.meta.url), as esbuild: the worker's
// scripts are copied beside the bundle, and where the .wasm file stands is said.
import { build } from 'esbuild';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../web/visit.mjs';
import { appProject, writePage } from './project.mjs';
import { hasTheNumbersOfNode, strictPolicy } from './visitor.mjs';

const project = appProject();
const root = join(project, 'out');
await build({ absWorkingDir: project, entryPoints: ['src/index.js'], outfile: 'out/main.js', bundle: true, format: 'esm' });
writePage(project, root);
const copy = (to, kind) =>
  cpSync(join(project, 'node_modules/lstm-wasm/dist'), to, {
    recursive: true,
    filter: (file) => !/\.\w+$/.test(file) || file.endsWith(kind),
  });
copy(root, '.js');
copy(join(root, 'files'), '.wasm');

const options = { wasmUrl: 'files/lstm-simd.wasm' };
hasTheNumbersOfNode(setUp({ root, headers: strictPolicy }), project, [
  ['direct', options],
  ['worker', options],
]);
