// Graphs of layers that have all that graphs can have, with shapes of what each reads.
import { input, layers, model } from 'lstm-wasm';
import { numbers, tokens } from './numbers.mjs';

/** Two inputs, states on their way, a layer used twice, two outputs. */
function two() {
  const tokens = input({ shape: [null], dtype: 'int32', name: 'tokens' });
  const facts = input({ shape: [4], name: 'facts' });
  const embedded = layers.embedding({ inputDim: 5, outputDim: 3 }).apply(tokens);
  const [every, h, c] = layers.lstm({ units: 4, returnState: true, returnSequences: true }).apply(embedded);
  const next = layers.lstm({ units: 4 }).apply(every, { initialState: [h, c] });
  const shared = layers.dense({ units: 4, activation: 'tanh' });
  const sum = layers.add().apply([shared.apply(facts), shared.apply(next)]);
  const all = layers.concatenate().apply([sum, h]);
  return model({
    seed: 4,
    inputs: [tokens, facts],
    outputs: [layers.dense({ units: 3, activation: 'softmax', name: 'kind' }).apply(all), layers.dense({ units: 1, name: 'size' }).apply(sum)],
  });
}

/** Around recurrent layers and beside them. */
function skip() {
  const x = input({ shape: [null, 3], name: 'a' }); // as a line of its own may be called
  const [read, ...states] = layers.bidirectional({ layer: layers.gru({ units: 3, returnSequences: true, returnState: true }), mergeMode: 'sum' }).apply(x);
  const [last, h] = layers.gru({ units: 3, returnState: true, goBackwards: true }).apply(layers.add().apply([x, read]), { initialState: states[1] });
  const bothWays = layers.bidirectional({ layer: layers.lstm({ units: 2 }) }).apply(layers.multiply().apply([x, read]));
  return model({ seed: 4, inputs: x, outputs: layers.dense({ units: 2 }).apply(layers.concatenate().apply([layers.average().apply([last, h]), bothWays])) });
}

/** A bidirectional layer that begins where another one ended. */
function handed() {
  const x = input({ shape: [null, 3] });
  const cell = () => layers.lstm({ units: 2, returnSequences: true, returnState: true });
  const [first, ...states] = layers.bidirectional({ layer: cell() }).apply(x);
  const [second, , , last] = layers.bidirectional({ layer: cell() }).apply(first, { initialState: states });
  return model({ seed: 4, inputs: x, outputs: [second, layers.activation({ activation: 'relu' }).apply(last)] });
}

/** From one sequence at another one, in every way. */
function looking() {
  const [x, z] = ['x', 'z'].map((name) => input({ shape: [null, 3], name }));
  const keys = layers.dense({ units: 3 }).apply(z);
  const kinds = [
    layers.attention(),
    layers.attention({ useScale: true, causal: true }),
    layers.attention({ scoreMode: 'concat', useScale: true }),
    layers.attention({ scoreMode: 'concat', dropout: 0.5 }),
    layers.additiveAttention(),
    layers.additiveAttention({ useScale: false, causal: true }),
  ];
  const seen = kinds.map((kind, n) => kind.apply(n % 2 ? [x, z] : [x, z, keys]));
  return model({ seed: 4, inputs: [x, z], outputs: layers.dense({ units: 2 }).apply(layers.concatenate().apply(seen)) });
}

/** What they read. */
export const inputsFor = (shapes, kinds) =>
  shapes.map((shape, n) => {
    const count = shape.reduce((a, b) => a * b, 1);
    return { data: kinds[n] === 'tokens' ? tokens(count, 5, n + 1) : numbers(count, n + 1), shape };
  });

export const graphs = {
  'two inputs and outputs': { made: two, shapes: [[2, 6], [2, 4]], kinds: ['tokens', 'numbers'] },
  'branches that meet': { made: skip, shapes: [[2, 5, 3]], kinds: ['numbers'] },
  attention: { made: looking, shapes: [[2, 5, 3], [2, 4, 3]], kinds: ['numbers', 'numbers'] },
  'states handed on': { made: handed, shapes: [[2, 5, 3]], kinds: ['numbers'] },
};
