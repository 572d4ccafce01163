// What a first visit to the labs loads, without the book.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const page = new URL('../../web/dist/', import.meta.url);
const weight = (name) => gzipSync(readFileSync(new URL(name, page))).length;

test('the page and one build of the network weigh less than 300 kB, gzipped', () => {
  const assets = readdirSync(new URL('assets/', page)).map((name) => `assets/${name}`);
  const builds = assets.filter((name) => name.endsWith('.wasm')); // a visitor gets one of them
  const others = assets.filter((name) => !builds.includes(name) && !/\/(bench|contestant)-/.test(name));
  const heaviest = Math.max(...builds.map(weight));
  const bytes = ['index.html', 'service-worker.js', ...others].map(weight).reduce((sum, one) => sum + one, heaviest);
  assert.ok(bytes < 300_000, `${bytes} bytes`);
});
