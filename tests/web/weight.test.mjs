// What a first visit to the labs loads, without the book; and what files of others do.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const page = new URL('../../web/dist/', import.meta.url);
const weight = (name) => gzipSync(readFileSync(new URL(name, page))).length;
const sum = (names) => names.map(weight).reduce((all, one) => all + one, 0);

const assets = readdirSync(new URL('assets/', page)).map((name) => `assets/${name}`);
const builds = assets.filter((name) => name.endsWith('.wasm')); // a visitor gets one of them
const sources = assets.filter((name) => /\.(js|css)$/.test(name));

/** A file and all that it loads in its turn, but for what was found before. */
function loadedBy(file, found = new Set()) {
  found.add(file);
  const code = readFileSync(new URL(file, page), 'utf8');
  for (const name of sources) {
    if (!found.has(name) && code.includes(name.slice('assets/'.length))) loadedBy(name, found);
  }
  return found;
}

/** Of the worker that opens models of others, which starts with the first of them. */
const importer = sources.find((name) => name.startsWith('assets/importer-'));
/** Code and markup of the uses, which come when they are opened. */
const uses = readdirSync(new URL('../../web/src/uses/', import.meta.url)).map((use) => sources.filter((name) => name.startsWith(`assets/${use}-`)));
const later = [importer, ...uses.flat()];
const labs = [...loadedBy('index.html', new Set(later))].filter((name) => !later.includes(name));

test('the page and one build of the network weigh less than 306 kB, gzipped', () => {
  const bytes = sum([...labs, 'service-worker.js']) + Math.max(...builds.map(weight));
  assert.ok(labs.length > 8);
  assert.ok(bytes < 306_000, `${bytes} bytes`);
});

test('what opens models of others, and writes them, weighs less than 100 kB more', () => {
  const more = [...loadedBy(importer)].filter((name) => !labs.includes(name));
  const bytes = sum(more);
  assert.ok(more.length > 5);
  assert.ok(bytes < 100_000, `${bytes} bytes`);
});

test('a use weighs less than 15 kB more, opened', () => {
  for (const use of uses) {
    assert.equal(use.length, 2, 'its code and its markup');
    const bytes = sum(use.flatMap((name) => [...loadedBy(name, new Set(labs))]).filter((name) => !labs.includes(name)));
    assert.ok(bytes < 15_000, `${bytes} bytes of ${use}`);
  }
});
