// All that the package computes keeps its bits, in every build, on one thread and on two: what it came to
// when tests/golden/bits.json was written.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { bitsOf, builds, fused } from './bits.mjs';

const held = JSON.parse(readFileSync(new URL('../golden/bits.json', import.meta.url), 'utf8'));

/** The hashes of a build, as bitsOf gives them. */
function heldOf(build) {
  const column = held.builds.indexOf(build);
  const picked = (kinds) => Object.entries(kinds).map(([kind, hashes]) => [kind, hashes.split(' ')[column]]);
  return Object.fromEntries(Object.entries(held.bits).map(([name, kinds]) => [name, Object.fromEntries(picked(kinds))]));
}

/** The results that differ, or are in one alone, by case and kind. */
function differences(got, expected) {
  const names = (a, b) => [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return names(got, expected).flatMap((name) =>
    names(got[name], expected[name])
      .filter((kind) => got[name]?.[kind] !== expected[name]?.[kind])
      .map((kind) => `${name}: ${kind}`),
  );
}

function assertHeld(got, build) {
  const different = differences(got, heldOf(build));
  assert.equal(different.length, 0, `other bits than tests/golden/bits.json has for '${build}':\n${different.join('\n')}`);
}

test('bits.json was written where a relaxed a * b + c is rounded once, and tells the builds apart', () => {
  assert.equal(held.fused, true);
  assert.deepEqual(held.builds, Object.keys(builds));
  for (const [n, one] of held.builds.entries()) {
    for (const other of held.builds.slice(n + 1)) assert.ok(differences(heldOf(one), heldOf(other)).length > 20, `${one} and ${other}`);
  }
});

describe('bits are those held', { concurrency: 2 }, () => {
  for (const [name, build] of Object.entries(builds)) {
    test(name, async (t) => {
      // Where it is rounded twice, the relaxed build computes what the other does.
      const same = build.variant === 'simd' || (await fused()) ? name : name.replace('relaxed', 'simd');
      t.diagnostic(`compared with ${same}`);
      assertHeld(await bitsOf(build), same);
    });
  }

  test('simd, threads: 2, lstm-wasm/worker', async () => {
    const name = 'simd, threads: 2';
    assertHeld(await bitsOf(builds[name], { entry: 'lstm-wasm/worker' }), name);
  });
});
