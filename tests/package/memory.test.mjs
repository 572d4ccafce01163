// Creating, training and disposing of models leaves the memory flat, in WebAssembly and in JavaScript.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '../facts.mjs';
import { memoryOfRounds } from './memory.mjs';

const rounds = 200;
const megabyte = 2 ** 20;

for (const entry of ['lstm-wasm', 'lstm-wasm/worker']) {
  test(`${rounds} rounds leave the memory flat: ${entry}`, async () => {
    const { before, after } = await memoryOfRounds(entry, 1, rounds);
    const words = JSON.stringify({ before, after });
    for (const [place, { wasm, js, buffers }] of Object.entries(before)) {
      assert.equal(after[place].wasm, wasm, words);
      assert.ok(after[place].js < js + megabyte, words);
      assert.ok(after[place].buffers < buffers + megabyte, words);
    }
    const busy = entry.endsWith('worker') ? 'worker' : 'here';
    assert.ok(before[busy].wasm > megabyte, words);
    const sum = ({ wasm, js, buffers }) => wasm + js + buffers;
    record(`memory over ${rounds} rounds, ${entry}`, {
      cases: rounds,
      memoryBefore: sum(before[busy]),
      memoryAfter: sum(after[busy]),
    });
    console.log(words);
  });
}
