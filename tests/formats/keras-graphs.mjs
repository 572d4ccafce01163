// Graphs of TensorFlow.js that together have whatever joins layers.
import { numbers, tokens } from './numbers.mjs';
import { tf } from './tensorflow.mjs';

const { layers: keras } = tf;
const [B, T, I] = [2, 5, 3];
const glorot = { recurrentInitializer: 'glorotUniform' }; // its own takes seconds
const lstm = (options) => keras.lstm({ units: 4, ...glorot, ...options });
const gru = (options) => keras.gru({ units: 4, ...glorot, ...options });
const sequence = (name) => tf.input({ shape: [T, I], name });
const vector = (name, units = 4) => tf.input({ shape: [units], name });
const ofSequence = (seed) => ({ data: numbers(B * T * I, seed), shape: [B, T, I] });
const ofVector = (seed, units = 4) => ({ data: numbers(B * units, seed), shape: [B, units] });

/** A graph a name: what makes its inputs and outputs, and data of the inputs. */
export const graphs = {
  'two ends joined': {
    make() {
      const [a, b] = [sequence('a'), sequence('b')];
      const joined = keras.concatenate().apply([lstm().apply(a), lstm({ goBackwards: true }).apply(b)]);
      return { inputs: [a, b], outputs: keras.dense({ units: 2, activation: 'softmax' }).apply(joined) };
    },
    data: [ofSequence(1), ofSequence(2)],
  },
  'merges of every kind': {
    make() {
      const x = sequence('x');
      const [a, b] = [lstm({ returnSequences: true }).apply(x), gru({ returnSequences: true }).apply(x)];
      const merged = [keras.add(), keras.multiply(), keras.average()].map((merge) => merge.apply([a, b]));
      return { inputs: x, outputs: keras.dense({ units: 2 }).apply(keras.concatenate({ axis: -1 }).apply(merged)) };
    },
    data: [ofSequence(3)],
  },
  'an encoder and a decoder': {
    make() {
      const [source, target] = [sequence('source'), sequence('target')];
      const [, h, c] = lstm({ returnState: true }).apply(source);
      const decoded = lstm({ returnSequences: true }).apply(target, { initialState: [h, c] });
      return { inputs: [source, target], outputs: keras.dense({ units: 3, activation: 'tanh' }).apply(decoded) };
    },
    data: [ofSequence(4), ofSequence(5)],
  },
  'states of a GRU that go in and out': {
    make() {
      const [x, h] = [sequence('x'), vector('h')];
      const [y, state] = gru({ returnState: true, returnSequences: true }).apply(x, { initialState: [h] });
      return { inputs: [x, h], outputs: [y, state] };
    },
    data: [ofSequence(6), ofVector(7)],
  },
  'a layer used twice': {
    make() {
      const [a, b] = [sequence('a'), sequence('b')];
      const twin = lstm({});
      const head = keras.dense({ units: 3 });
      return { inputs: [a, b], outputs: keras.multiply().apply([head.apply(twin.apply(a)), head.apply(twin.apply(b))]) };
    },
    data: [ofSequence(8), ofSequence(9)],
  },
  'several outputs, and inputs of another order': {
    make() {
      const [v, x] = [vector('v', 6), sequence('x')];
      const h = keras.bidirectional({ layer: lstm({}) }).apply(x);
      const one = keras.dense({ units: 6, activation: 'relu', name: 'one' }).apply(h);
      return { inputs: [v, x], outputs: [keras.add().apply([one, v]), keras.dense({ units: 1, activation: 'sigmoid', name: 'two' }).apply(h)] };
    },
    data: [ofVector(10, 6), ofSequence(11)],
  },
  'tokens and numbers': {
    make() {
      const words = tf.input({ shape: [T], name: 'words', dtype: 'int32' });
      const x = sequence('x');
      const read = keras.embedding({ inputDim: 6, outputDim: I }).apply(words);
      return { inputs: [words, x], outputs: gru().apply(keras.concatenate().apply([read, x])) };
    },
    data: [{ data: tokens(B * T, 6, 12), shape: [B, T] }, ofSequence(13)],
  },
  'a residual, and layers that cannot come first': {
    make() {
      const x = sequence('x');
      const normal = keras.layerNormalization().apply(x);
      const inner = keras.dense({ units: I, activation: 'relu' }).apply(normal);
      return { inputs: x, outputs: keras.activation({ activation: 'tanh' }).apply(keras.add().apply([x, inner])) };
    },
    data: [ofSequence(14)],
  },
};
