// charRNN folders of ml5. TensorFlow.js predicts what they should, by the cell that ml5 calls.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fromCharRNN } from 'lstm-wasm/ml5';
import { tf } from './tensorflow.mjs';

const filesOf = (path) => {
  const folder = dirname(path);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
};

/** Samples of tokens [B, T] one after the other; the probabilities of what comes next, [B, V]. */
async function each({ data, shape: [B, T] }, next) {
  const rows = [];
  for (let n = 0; n < B; ++n) rows.push(...(await next(data.subarray(n * T, (n + 1) * T))));
  return { data: Float32Array.from(rows), shape: [B, rows.length / B] };
}

async function opened(path) {
  const { model, notes } = await fromCharRNN(filesOf(path));
  return {
    model: { predict: (x) => each(x, (tokens) => model.nextProbabilities(tokens)), save: () => model.save(), dispose: () => model.dispose() },
    notes,
  };
}

/** As ml5 computes them: x through the cells, with 1 more for the forget gate. */
function probabilities(weights, tokens) {
  const cells = Object.keys(weights).filter((name) => /cell_\d+\/basic_lstm_cell\/(kernel|weights)$/.test(name)).sort();
  const biases = cells.map((name) => name.replace(/kernel$/, 'bias').replace(/weights$/, 'biases'));
  return tf.tidy(() => {
    const lstm = cells.map((name, k) => (x, c, h) => tf.basicLSTMCell(tf.scalar(1), weights[name], weights[biases[k]], x, c, h));
    const zeros = () => biases.map((name) => tf.zeros([1, weights[name].shape[0] / 4]));
    let [c, h] = [zeros(), zeros()];
    for (const token of tokens) [c, h] = tf.multiRNNCell(lstm, weights.embedding.gather([token]), c, h);
    return tf.softmax(tf.add(tf.matMul(h.at(-1), weights['rnnlm/softmax_w']), weights['rnnlm/softmax_b'])).dataSync();
  });
}

export const ml5 = {
  opens: (path) => basename(path) === 'manifest.json' && readdirSync(dirname(path)).includes('vocab.json'),
  open: opened,
  async engine(path) {
    await tf.setBackend('cpu'); // which has the cell
    const files = filesOf(path);
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const named = Object.entries(manifest).filter(([, { shape }]) => shape.length > 0);
    const weights = Object.fromEntries(named.map(([name, { filename, shape }]) => [name, tf.tensor(new Float32Array(files[filename].slice().buffer), shape)]));
    return {
      name: 'TensorFlow.js',
      predict: (x) => each(x, (tokens) => probabilities(weights, tokens)),
      dispose: () => tf.dispose(Object.values(weights)),
    };
  },
};
