// The cells beside the LSTM: how their layers are made, and what they compute, written out.
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';
import { test } from 'node:test';
import { numbers, tensor } from './everything.mjs';

export const [N, T, I, H] = [3, 6, 2, 4];
export const x = tensor(numbers(N * T * I, 31), N, T, I);

export const formulas = {
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  hardSigmoid: (z) => Math.min(Math.max(z / 6 + 0.5, 0), 1),
  relu: (z) => Math.max(z, 0),
  linear: (z) => z,
  softsign: (z) => z / (1 + Math.abs(z)),
};

/** Rows of W v, from one on. */
const product = (w, v, from) => Array.from({ length: H }, (_, k) => v.reduce((sum, one, n) => sum + w[(from + k) * v.length + n] * one, 0));
const sum = (...all) => all[0].map((_, k) => all.reduce((s, one) => s + one[k], 0));
const times = (a, b) => a.map((one, k) => one * b[k]);

/** One step: h from x and h before, by the weights of a layer and the blocks of their gates. */
function gru({ w, u, b, b2 }, x, h, activation, gate, resetAfter) {
  const from = (n) => [product(w, x, n * H), b.slice(n * H, (n + 1) * H)];
  const back = (n, of) => [product(u, of, n * H), b2.slice(n * H, (n + 1) * H)];
  const r = sum(...from(0), ...back(0, h)).map(gate);
  const z = sum(...from(1), ...back(1, h)).map(gate);
  const inner = resetAfter ? times(r, sum(...back(2, h))) : sum(...back(2, times(r, h)));
  const n = sum(...from(2), inner).map(activation);
  return h.map((before, k) => (1 - z[k]) * n[k] + z[k] * before);
}

const simpleRnn = ({ w, u, b, b2 }, x, h, activation) =>
  sum(product(w, x, 0), b, product(u, h, 0), b2).map(activation);

const both = ['ih', 'hh'];
/** By what they are called in errors: type, options, name in a state dict, its gates, how many biases it learns. */
export const cells = {
  gru: { type: 'gru', name: 'gru', options: {}, gates: 3, biases: 2, inDict: both, names: ['r', 'z', 'n', 'h'],
    step: (...args) => gru(...args, true) },
  'gru that resets before': { type: 'gru', name: 'gru', options: { resetAfter: false }, gates: 3, biases: 1, inDict: ['ih'], names: ['r', 'z', 'n', 'h'],
    step: (...args) => gru(...args, false) },
  simpleRNN: { type: 'simpleRNN', name: 'simple_rnn', options: {}, gates: 1, biases: 1, inDict: both, names: ['h'], step: simpleRnn },
};

const entries = { direct, worker: inWorker };

/** A test for every cell, in the calling thread and in the worker; `make` makes its layer. */
export function everyCell(name, run) {
  for (const [where, entry] of Object.entries(entries)) {
    for (const [which, cell] of Object.entries(cells)) {
      const make = (options) => entry.layers[cell.type]({ units: H, ...cell.options, ...options });
      test(`${name}: ${which} (${where})`, () => run(entry, { ...cell, make }));
    }
  }
}
export const everywhere = (name, run) => {
  for (const [where, entry] of Object.entries(entries)) test(`${name} (${where})`, () => run(entry));
};

/** The first layer of a model, and what goes with it. */
export async function modelOf({ sequential }, ...layers) {
  return sequential({ seed: 5, layers });
}

/** Other numbers for every weight of a model, biases too: none is zero. */
export async function drawn(model) {
  const dict = Object.entries(await model.stateDict());
  await model.loadStateDict(Object.fromEntries(dict.map(([name, { data, shape }], n) => [name, tensor(numbers(data.length, 40 + n), ...shape)])));
  return model.stateDict();
}

/** h of every step of every sample, [N, T, H]; `end` of a reverse half, which goes from the end. */
export function written(dict, { name, step }, { activation = 'tanh', recurrentActivation = 'sigmoid', end = '', backwards = end !== '' } = {}) {
  const part = (which) => dict[`${name}.${which}_l0${end}`]?.data;
  const [w, u, b] = ['weight_ih', 'weight_hh', 'bias_ih'].map(part);
  const weights = { w, u, b: [...b], b2: [...(part('bias_hh') ?? b.map(() => 0))] };
  const y = new Float64Array(N * T * H);
  for (let n = 0; n < N; ++n) {
    let h = Array(H).fill(0);
    for (let s = 0; s < T; ++s) {
      const t = backwards ? T - 1 - s : s;
      const row = [...x.data.slice((n * T + t) * I, (n * T + t + 1) * I)];
      h = step(weights, row, h, formulas[activation], formulas[recurrentActivation]);
      y.set(h, (n * T + t) * H);
    }
  }
  return y;
}

/** The largest difference, as a share of the largest number. */
export function apart(got, expected) {
  if (got.length !== expected.length) return NaN;
  const size = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, n) => Math.abs(value - got[n]))) / size;
}
