// What an LSTM computes by other activations than its own: written out here, for the calling thread and
// for the worker.
import assert from 'node:assert/strict';
import { everywhere, formulas } from './cells.mjs';

const [N, T, I, H] = [3, 6, 2, 4];
const x = { data: Float32Array.from({ length: N * T * I }, (_, n) => Math.sin(n * n + 1) * 3), shape: [N, T, I] };

/** h of every step of every sample, by the equations. */
function written(dict, activation, gate, name = 'lstm', end = '') {
  const [w, u, b] = ['weight_ih', 'weight_hh', 'bias_ih'].map((part) => dict[`${name}.${part}_l0${end}`].data);
  const steps = end ? [...Array(T).keys()].reverse() : [...Array(T).keys()];
  const y = new Float64Array(N * T * H);
  for (let sample = 0; sample < N; ++sample) {
    let h = new Float64Array(H);
    let c = new Float64Array(H);
    for (const t of steps) {
      const z = Array.from({ length: 4 * H }, (_, row) => {
        let sum = b[row];
        for (let k = 0; k < I; ++k) sum += w[row * I + k] * x.data[(sample * T + t) * I + k];
        for (let k = 0; k < H; ++k) sum += u[row * H + k] * h[k];
        return sum;
      });
      c = c.map((old, k) => gate(z[H + k]) * old + gate(z[k]) * activation(z[2 * H + k]));
      h = c.map((now, k) => gate(z[3 * H + k]) * activation(now));
      y.set(h, (sample * T + t) * H);
    }
  }
  return y;
}

function assertClose(got, expected) {
  const size = Math.max(1, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, n) => Math.abs(value - got[n])));
  assert.ok(worst < 2e-6 * size, `largest difference ${worst} of ${size}`);
}

everywhere('every pair of activations computes what its formulas say', async ({ sequential, layers }) => {
  for (const activation of Object.keys(formulas)) {
    for (const recurrentActivation of Object.keys(formulas)) {
      const lstm = layers.lstm({ units: H, activation, recurrentActivation, returnSequences: true, inputShape: [null, I] });
      const model = await sequential({ seed: 2, layers: [lstm] });
      const expected = written(await model.stateDict(), formulas[activation], formulas[recurrentActivation]);
      assertClose((await model.predict(x)).data, expected);
      model.dispose();
    }
  }
});

everywhere('both directions, training, a look inside and files have them too', async (entry) => {
  const { sequential, layers, loadModel } = entry;
  const lstm = { units: H, activation: 'softsign', recurrentActivation: 'hardSigmoid', returnSequences: true };
  const model = await sequential({
    seed: 2,
    layers: [layers.bidirectional({ layer: layers.lstm({ ...lstm, inputShape: [null, I] }), mergeMode: 'sum' }), layers.lstm(lstm)],
  });
  await model.compile({ loss: 'meanSquaredError' });
  const y = { data: new Float32Array(N * T * H).fill(0.1), shape: [N, T, H] };
  const { history } = await model.fit(x, y, { epochs: 40 });
  assert.ok(history.loss.at(-1) < history.loss[0]);
  const dict = await model.stateDict();
  const inside = await model.inspect(x);
  for (const [layer, end] of [[0, ''], [1, '_reverse']]) {
    assertClose(inside.layers[layer].h.data, written(dict, formulas.softsign, formulas.hardSigmoid, 'bidirectional', end));
  }
  const loaded = await loadModel(await model.save());
  assert.deepEqual((await loaded.predict(x)).data, (await model.predict(x)).data);
});

everywhere("those of the layer's own are taken, and change nothing", async ({ sequential, layers }) => {
  const bytes = async (options) => {
    const lstm = layers.lstm({ units: H, inputShape: [null, I], ...options });
    return (await sequential({ seed: 2, layers: [lstm] })).save();
  };
  assert.deepEqual(await bytes({ activation: 'tanh', recurrentActivation: 'sigmoid' }), await bytes({}));
});

everywhere('an unknown word is refused, with those that are known', async ({ sequential, layers }) => {
  const build = (options) => sequential({ layers: [layers.lstm({ units: 2, inputShape: [null, 1], ...options })] });
  const known = "'tanh', 'sigmoid', 'hardSigmoid', 'relu', 'linear', 'softsign', 'hardSigmoidKeras2'";
  await assert.rejects(build({ recurrentActivation: 'hard_sigmoid' }), {
    name: 'TypeError',
    message: `lstm: expected recurrentActivation in lstm to be one of ${known}, got 'hard_sigmoid'`,
  });
  await assert.rejects(build({ activation: 'softmax' }), {
    message: `lstm: expected activation in lstm to be one of ${known}, got 'softmax'`,
  });
});

everywhere("1.2 times the gates' weights make a hard sigmoid that of Keras 2", async ({ sequential, layers }) => {
  const keras2 = (z) => Math.min(Math.max(0.2 * z + 0.5, 0), 1);
  const options = { units: H, returnSequences: true, inputShape: [null, I] };
  const theirs = await (await sequential({ seed: 2, layers: [layers.lstm(options)] })).stateDict();
  const scaled = Object.entries(theirs).map(([name, { data, shape }]) => {
    const row = data.length / (4 * H);
    const scale = (n) => (Math.floor(n / row / H) === 2 ? 1 : 1.2);
    return [name, { data: data.map((value, n) => value * scale(n)), shape }];
  });
  const model = await sequential({ layers: [layers.lstm({ ...options, recurrentActivation: 'hardSigmoid' })] });
  await model.loadStateDict(Object.fromEntries(scaled));
  assertClose((await model.predict(x)).data, written(theirs, Math.tanh, keras2));
});
