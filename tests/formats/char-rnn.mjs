// A folder of ml5's charRNN, small and random.
import { numbers } from './numbers.mjs';

export const characters = ['b', ' ', 'a', 'é', '😀'];
export const embeddingDim = 3;
export const units = [4, 2];
const [V, E] = [characters.length, embeddingDim];

/** Its tensors, `[shape, elements]` by their names; `older` spells them as ml5's first networks do. */
export function tensors(older = false) {
  const shapes = { embedding: [V, E], 'rnnlm/softmax_w': [units.at(-1), V], 'rnnlm/softmax_b': [V] };
  units.forEach((H, k) => {
    const cell = `rnnlm/multi_rnn_cell/cell_${k}/basic_lstm_cell`;
    shapes[`${cell}/${older ? 'weights' : 'kernel'}`] = [(units[k - 1] ?? E) + H, 4 * H];
    shapes[`${cell}/${older ? 'biases' : 'bias'}`] = [4 * H];
  });
  return Object.entries(shapes).map(([name, shape], n) => [name, shape, numbers(shape.reduce((a, b) => a * b), n + 1)]);
}

export const json = (value) => new TextEncoder().encode(JSON.stringify(value));

/** Its files by name. */
export function folder(list = tensors(), vocabulary = characters) {
  const named = list.map(([name, shape, elements]) => [name, name.replaceAll('/', '_'), shape, new Uint8Array(elements.buffer)]);
  return {
    'manifest.json': json({
      Variable: { filename: 'Variable', shape: [] },
      ...Object.fromEntries(named.map(([name, filename, shape]) => [name, { filename, shape }])),
    }),
    'vocab.json': json(Object.fromEntries(vocabulary.map((one, n) => [one, n]))),
    ...Object.fromEntries(named.map(([, filename, , bytes]) => [filename, bytes])),
  };
}
