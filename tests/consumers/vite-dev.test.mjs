// The same application in Vite's development server, with no configuration: it has bundled none of it.
import { createServer } from 'vite';
import { isolation } from '../web/server.mjs';
import { setUp } from '../web/visit.mjs';
import { appProject } from './project.mjs';
import { hasTheNumbersOfNode, hasThreads, tellsWhatIsMissing } from './visitor.mjs';

const project = appProject();

async function start(headers) {
  const server = await createServer({ root: project, logLevel: 'warn', server: { host: '127.0.0.1', port: 0, headers } });
  await server.listen();
  return { address: server.resolvedUrls.local[0], close: () => server.close() };
}

const scene = setUp(undefined, start);
hasTheNumbersOfNode(scene, project);
hasThreads(setUp(isolation, start), project);
tellsWhatIsMissing(scene);
