// Puts the views' markup, a file beside each view's code, into the page: all of it is there at the
// first paint, and nothing is fetched for it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const names = ['text', 'write', 'inside', 'sequences', 'model'];
const file = (name: string) => fileURLToPath(new URL(`src/${name}/view.html`, import.meta.url));

/** The first is on show until the page's code knows better. */
function article(name: string, index: number): string {
  const markup = readFileSync(file(name), 'utf8');
  return `<article id="view-${name}" aria-labelledby="${name}-title"${index ? ' hidden' : ''}>\n${markup}</article>\n`;
}

export function views(): Plugin {
  return {
    name: 'views',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('<!-- views -->', () => names.map(article).join('')),
    },
    configureServer(server) {
      server.watcher.add(names.map(file));
      server.watcher.on('change', (path) => path.endsWith('view.html') && server.ws.send({ type: 'full-reload' }));
    },
  };
}
