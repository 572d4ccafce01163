// An application that Vite builds, with no configuration, in the preview that Vite serves, under a strict
// policy.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { preview } from 'vite';
import { isolation } from '../web/server.mjs';
import { setUp } from '../web/visit.mjs';
import { appProject, root, run } from './project.mjs';
import { hasTheNumbersOfNode, hasThreads, strictPolicy, tellsWhatIsMissing } from './visitor.mjs';

const project = appProject();
const printed = run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], project);

async function start(headers) {
  const server = await preview({ root: project, preview: { host: '127.0.0.1', port: 0, headers } });
  return { address: server.resolvedUrls.local[0], close: () => server.close() };
}

test('is built without a warning', () => assert.doesNotMatch(printed, /warn|externalized|\(!\)/i));

const scene = setUp(strictPolicy, start);
hasTheNumbersOfNode(scene, project);
hasThreads(setUp({ ...strictPolicy, ...isolation }, start), project);
tellsWhatIsMissing(scene);
