// A plain static server, of the built page unless told so, under a sub-path and with no special headers.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../../web/dist/', import.meta.url));
/** The whole repository, for pages that import from it. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));
const base = '/some/base/';
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** What gives a page threads: it is isolated from other origins. */
export const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Where the script is that runs ahead of a page's own. */
const aheadPath = `${base}ahead.js`;

const begun = (html) => html.replace('<head>', `<head><script src="${aheadPath}"></script>`);

/** Resolves to the page's address and a way to end the server. `ahead`: a file that every page begins with; `missing`:
 * what is not there after all. */
export async function serve({ root = demo, isolated = false, headers = {}, ahead, missing } = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://page').pathname;
    const own = join(root, normalize(path.slice(base.length)), path.endsWith('/') ? 'index.html' : '');
    const file = ahead && path === aheadPath ? ahead : own;
    const found = path.startsWith(base) && !missing?.test(path) && (await stat(file).catch(() => undefined))?.isFile();
    if (!found) return response.writeHead(404, headers).end();
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      ...(isolated ? isolation : {}),
      ...headers,
    });
    if (ahead && file.endsWith('.html')) return response.end(begun(await readFile(file, 'utf8')));
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}
