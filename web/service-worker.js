// Keeps the page for offline use, and adds the headers that threads need on hosts that can't send them.
// The build puts the names of its files in front: `files`, relative to this script.
const cacheName = `lstm-wasm ${self.registration.scope}`; // other copies of the page may share the origin
const absolute = (file) => new URL(file, self.registration.scope).href;
const isAsset = (url) => url.startsWith(absolute('assets/')); // its name changes with its content

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The page tells which variant of the network it runs, once it runs. */
self.addEventListener('message', (event) => event.waitUntil(keepAll(event.data.variant)));

self.addEventListener('fetch', (event) => {
  const { method, url, headers } = event.request;
  if (method !== 'GET' || !url.startsWith(self.registration.scope) || headers.has('range')) return;
  event.respondWith(answer(event.request).then(isolated));
});

async function answer(request) {
  const cache = await caches.open(cacheName);
  const kept = () => cache.match(request, { ignoreSearch: request.mode === 'navigate' });
  if (isAsset(request.url)) return (await kept()) ?? fetched(request, cache);
  try {
    return await fetched(request, cache);
  } catch (offline) {
    const response = await kept();
    if (response) return response;
    throw offline;
  }
}

async function fetched(request, cache) {
  const response = await fetch(request);
  if (response.ok && !response.redirected) await cache.put(request, response.clone()).catch(() => {}); // full: not kept
  return response;
}

function isolated(response) {
  if (response.type !== 'basic' && response.type !== 'default') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** All views, whether they were seen or not, and this variant with and without threads; what older versions left goes. */
async function keepAll(variant) {
  const cache = await caches.open(cacheName);
  const wanted = files.filter((file) => !file.endsWith('.wasm') || file.startsWith(`assets/lstm-${variant}-`)).map(absolute);
  const had = new Set((await cache.keys()).map(({ url }) => url));
  for (const url of had) if (isAsset(url) && !wanted.includes(url)) await cache.delete(url);
  for (const url of wanted) if (!had.has(url)) await cache.add(url).catch(() => {}); // offline, or full
}
