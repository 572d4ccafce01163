// A sequence of 100,000 steps, read in parts with the state carried on, and all at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { record } from '../facts.mjs';

const { layers } = direct;
const T = 100_000;
const F = 3;
const x = Float32Array.from({ length: T * F }, (_, n) => 2 * Math.sin(n * n + 1));

const reader = (lib, stateful) =>
  lib.sequential({
    seed: 7,
    layers: [
      layers.lstm({ units: 9, returnSequences: true, stateful, inputShape: [null, F] }),
      layers.lstm({ units: 6, returnSequences: true, stateful }),
      layers.dense({ units: 2 }),
    ],
  });

/** Reads the steps from one to another. */
const read = async (model, from, to, options) =>
  (await model.predict({ data: x.subarray(from * F, to * F), shape: [1, to - from, F] }, options)).data;

const farthest = (a, b) => a.reduce((most, value, n) => Math.max(most, Math.abs(value - b[n])), 0);

for (const [entry, lib, windows] of [['lstm-wasm', direct, [300, 4096]], ['lstm-wasm/worker', inWorker, [4096]]]) {
  test(`${entry}: 100,000 steps by carried state give what one pass gives`, async () => {
    const whole = await reader(lib, false);
    const expected = await read(whole, 0, T, { states: {} });
    const atEnd = await whole.getStates();
    assert.equal(expected.length, T * 2);
    assert.ok(expected.every(Number.isFinite));

    const given = await reader(lib, false); // its states are taken out and put in
    const kept = await reader(lib, true); // it keeps them
    for (const window of windows) {
      let states = {};
      await kept.resetStates();
      for (let from = 0; from < T; from += window) {
        const to = Math.min(from + window, T);
        const part = expected.subarray(from * 2, to * 2);
        assert.ok(farthest(await read(given, from, to, { states }), part) < 2e-6, `${from} to ${to}, states given`);
        assert.ok(farthest(await read(kept, from, to), part) < 2e-6, `${from} to ${to}, states kept`);
        states = await given.getStates();
      }
      for (const end of [states, await kept.getStates()]) {
        for (const [layer, { h, c }] of Object.entries(atEnd)) {
          assert.ok(farthest(end[layer].h.data, h.data) < 1e-5, `h of ${layer}`);
          assert.ok(farthest(end[layer].c.data, c.data) < 1e-5, `c of ${layer}`);
        }
      }
    }
    assert.ok(farthest(await read(given, T / 2, T), expected.subarray(T)) > 1e-3, 'without the state it is another');
    for (const model of [whole, given, kept]) model.dispose();
    record(`100,000 steps by carried state, ${entry}`, { steps: 2 * windows.length * T });
  });
}
