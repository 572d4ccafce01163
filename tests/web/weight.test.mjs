// What a first visit loads, without the book.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const page = new URL('../../web/dist/', import.meta.url);

test('the page and one build of the network weigh less than 300 kB, gzipped', () => {
  const files = ['index.html', ...readdirSync(new URL('assets/', page)).map((name) => `assets/${name}`)];
  const loaded = files.filter((name) => !name.includes('lstm-simd')); // a visitor gets one of the two
  const bytes = loaded.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, page))).length, 0);
  assert.ok(bytes < 300_000, `${bytes} bytes`);
});
