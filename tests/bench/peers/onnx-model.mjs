// A workload's model as an ONNX file: Gather -> LSTM ... -> MatMul, Add -> Softmax. The field numbers
// are those of onnx.proto.
import { weights } from '../inputs.mjs';
import { message } from './protobuf.mjs';

const FLOAT = 1;
const INT64 = 7;

const attribute = {
  int: (name, value) => [[1, name], [3, value], [20, 2]],
};

const node = (operator, inputs, outputs, attributes = []) => [
  ...inputs.map((name) => [1, name]),
  ...outputs.map((name) => [2, name]),
  [4, operator],
  ...attributes.map((one) => [5, one]),
];

/** A float tensor, or whole numbers. */
const constant = (name, shape, data) => [
  ...shape.map((extent) => [1, extent]),
  [2, data instanceof Float32Array ? FLOAT : INT64],
  [8, name],
  [9, new Uint8Array(data.buffer)],
];

const declared = (name, type, shape) => {
  const dimensions = shape.map((extent) => [1, [[1, extent]]]);
  return [[1, name], [2, [[1, [[1, type], [2, dimensions]]]]]];
};

/**
 * Inputs: `tokens` [T, B], and `h0`, `c0`, ... [1, B, H] where the model goes on from call to call.
 * Outputs: `probabilities` [T, B, V], and `next_h0`, `next_c0`, ...
 * @param {import('../workloads.mjs').Workload} workload
 * @returns {Uint8Array}
 */
export function onnxModel({ kind, vocabulary, embedding, units, outputs, batch, time }) {
  const carries = kind === 'generation';
  const nodes = [node('Gather', ['embedding', 'tokens'], ['x0'])];
  const constants = [
    constant('embedding', [vocabulary, embedding], weights(vocabulary * embedding, 1)),
    constant('axes', [1], BigInt64Array.of(1n)), // the direction's
  ];
  const inputs = [declared('tokens', INT64, [time, batch])];
  const results = [declared('probabilities', FLOAT, [time, batch, outputs])];

  let features = embedding;
  units.forEach((width, n) => {
    const limit = 1 / Math.sqrt(width);
    const own = [`w${n}`, `r${n}`, `b${n}`];
    const shapes = [[1, 4 * width, features], [1, 4 * width, width], [1, 8 * width]];
    own.forEach((name, k) => {
      constants.push(constant(name, shapes[k], weights(shapes[k].reduce((a, b) => a * b), limit)));
    });
    const state = carries ? ['', `h${n}`, `c${n}`] : [];
    const next = carries ? [`next_h${n}`, `next_c${n}`] : [];
    for (const name of state.slice(1)) inputs.push(declared(name, FLOAT, [1, batch, width]));
    for (const name of next) results.push(declared(name, FLOAT, [1, batch, width]));
    nodes.push(
      node('LSTM', [`x${n}`, ...own, ...state], [`y${n}`, ...next], [attribute.int('hidden_size', width)]),
      node('Squeeze', [`y${n}`, 'axes'], [`x${n + 1}`]), // [T, 1, B, H] -> [T, B, H]
    );
    features = width;
  });

  constants.push(constant('dense', [features, outputs], weights(features * outputs, 0.1)));
  constants.push(constant('bias', [outputs], weights(outputs, 0.1)));
  nodes.push(
    node('MatMul', [`x${units.length}`, 'dense'], ['product']),
    node('Add', ['product', 'bias'], ['logits']),
    node('Softmax', ['logits'], ['probabilities'], [attribute.int('axis', -1)]),
  );

  const graph = [
    ...nodes.map((one) => [1, one]),
    [2, 'bench'],
    ...constants.map((one) => [5, one]),
    ...inputs.map((one) => [11, one]),
    ...results.map((one) => [12, one]),
  ];
  return message([[1, 8], [7, graph], [8, [[1, ''], [2, 17]]]]); // IR version 8, operator set 17
}
