// What nobody should pass is refused in words, soon, and changes nothing: bad-input.mjs in a process of
// its own, which must not crash and not hang. `npm run test:long` tries more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryBadInput } from './bad-inputs.mjs';

for (const [entry, runs] of [['lstm-wasm', 40], ['lstm-wasm/worker', 15]]) {
  test(`every call refuses bad input: ${entry}`, async () => {
    const { cases, badInputs } = await tryBadInput(entry, runs, 1);
    assert.ok(badInputs > cases / 3, `${badInputs} of ${cases} were refused`);
  });
}
