// As tests/package/bad-input.test.mjs, with more tries and a new seed every time, which a failure names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryBadInput } from '../package/bad-inputs.mjs';

for (const [entry, runs] of [['lstm-wasm', 1000], ['lstm-wasm/worker', 200]]) {
  test(`every call refuses bad input, at length: ${entry}`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const { cases, badInputs } = await tryBadInput(entry, runs, seed, `bad input at length, ${entry}`);
    assert.ok(badInputs > cases / 3, `${badInputs} of ${cases} were refused`);
  });
}
