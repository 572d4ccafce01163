// Activations as nodes of ONNX.
import type { Activation } from '../../../api/layer-options.js';
import type { Attribute, Graph } from './graph.js';

type Function = (graph: Graph, x: string) => string;

const plain = (operator: string, attributes: Record<string, Attribute> = {}): Function => (graph, x) =>
  graph.add(operator, [x], attributes);

const hardSigmoid = (alpha: number) => plain('HardSigmoid', { alpha: { float: alpha }, beta: { float: 0.5 } });

/** x P(x), P(x) = (1 + erf(x / sqrt 2)) / 2, for which there is no operator before opset 20. */
const gelu: Function = (graph, x) => {
  const erf = graph.add('Erf', [graph.add('Mul', [x, graph.scalar(Math.SQRT1_2)])]);
  const twice = graph.add('Mul', [x, graph.add('Add', [erf, graph.scalar(1)])]);
  return graph.add('Mul', [twice, graph.scalar(0.5)]);
};

const functions: Record<Activation, Function> = {
  linear: (_, x) => x,
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  relu: plain('Relu'),
  softmax: plain('Softmax', { axis: -1 }),
  elu: plain('Elu'),
  gelu,
  leakyRelu: plain('LeakyRelu', { alpha: { float: 0.2 } }),
  selu: plain('Selu'),
  softplus: plain('Softplus'),
  softsign: plain('Softsign'),
  swish: (graph, x) => graph.add('Mul', [x, graph.add('Sigmoid', [x])]),
  hardSigmoid: hardSigmoid(1 / 6),
  hardSigmoidKeras2: hardSigmoid(0.2),
  exponential: plain('Exp'),
};

/** x through the activation of a layer. */
export const activated = (graph: Graph, x: string, { activation = 'linear' }: { activation?: Activation }): string =>
  functions[activation](graph, x);
