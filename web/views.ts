// Puts the views, a folder each, into the pages: their markup, all of which is there at the first paint,
// their styles, and the links to them. Of the uses there are their places alone, and cards that lead to them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { uses, views as rows } from './src/page/views';

type Row = (typeof rows)[number];
type Use = (typeof uses)[number];

const file = ({ name }: Row) => fileURLToPath(new URL(`src/views/${name}/view.html`, import.meta.url));

/** The first is on show until the page's code knows better. */
function article(row: Row, index: number): string {
  const markup = readFileSync(file(row), 'utf8');
  return `<article id="view-${row.name}" aria-labelledby="${row.name}-title"${index ? ' hidden' : ''}>\n${markup}</article>`;
}

const style = ({ name }: Row) => `<link rel="stylesheet" href="/src/views/${name}/view.css">`;

const link = ({ name, title }: Row, index: number) =>
  `<a href="#${name}" data-view="${name}"${index ? '' : ' aria-current="page"'}>${title}</a>`;

const linkFromBeside = ({ name, title }: Row) => `<a href="../#${name}">${title}</a>`;

const place = ({ name }: Use) => `<article id="view-${name}" aria-labelledby="${name}-title" hidden></article>`;

const card = ({ name, title, about }: Use) => `<li><a href="#${name}" data-view="${name}">${title}</a> <p>${about}</p></li>`;

/** What stands in place of these comments, for every view. */
const fillings = {
  '<!-- styles of the views -->': style,
  '<!-- links to the views -->': link,
  '<!-- links to the views from beside -->': linkFromBeside,
  '<!-- views -->': article,
};
/** For every use. */
const fillingsOfUses = {
  '<!-- places of the uses -->': place,
  '<!-- cards of the uses -->': card,
};

const put = (html: string, mark: string, parts: string[]): string => html.replace(mark, () => parts.join('\n'));

function fill(html: string): string {
  const filled = Object.entries(fillings).reduce((all, [mark, make]) => put(all, mark, rows.map(make)), html);
  return Object.entries(fillingsOfUses).reduce((all, [mark, make]) => put(all, mark, uses.map(make)), filled);
}

export function views(): Plugin {
  return {
    name: 'views',
    transformIndexHtml: { order: 'pre', handler: fill },
    configureServer(server) {
      server.watcher.add(rows.map(file));
      server.watcher.on('change', (path) => path.endsWith('view.html') && server.ws.send({ type: 'full-reload' }));
    },
  };
}
