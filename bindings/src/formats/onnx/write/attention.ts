// Attention: scores of every two steps, their softmax, and the sum of what is looked at.
import type { Row } from './asked.js';

interface Options {
  name: string;
  type: 'attention' | 'additiveAttention';
  scoreMode?: 'dot' | 'concat';
  causal?: boolean;
}

export const attention: Row = ({ graph, layer, weight }, q, v = q, k = v) => {
  const { name, type, scoreMode, causal } = layer as unknown as Options;
  const times = (x: string, parameter: string) => {
    const its = weight(parameter);
    return its ? graph.add('Mul', [x, graph.weights(`${name}.${parameter}`, its)]) : x;
  };
  const products = () => times(graph.add('MatMul', [q, graph.add('Transpose', [k], { perm: [0, 2, 1] })]), 'scale');
  const sums = () => {
    const both = graph.add('Add', [graph.add('Unsqueeze', [q, graph.ints(2)]), graph.add('Unsqueeze', [k, graph.ints(1)])]);
    return graph.add('ReduceSum', [times(graph.add('Tanh', [times(both, 'scale')]), 'weight'), graph.ints(-1)], { keepdims: 0 });
  };
  /** Steps after the query's own are far from being looked at. */
  const earlier = (scores: string) => {
    const far = graph.add('Add', [graph.add('Mul', [scores, graph.scalar(0)]), graph.scalar(-1e9)]);
    return graph.add('Add', [scores, graph.add('Trilu', [far, graph.index(1)], { upper: 1 })]);
  };
  const scores = type === 'attention' && scoreMode !== 'concat' ? products() : sums();
  return graph.add('MatMul', [graph.add('Softmax', [causal ? earlier(scores) : scores], { axis: -1 }), v]);
};
