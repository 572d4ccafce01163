// Recurrent layers as nodes of ONNX, which has time before the batch, and directions as an axis of their own:
// X [T, B, I], Y [T, D, B, H], Y_h [D, B, H].
import type { LstmOptions, RecurrentOptions } from '../../../api/layer-options.js';
import type { BidirectionalOptions } from '../../../api/layers.js';
import { Tensor } from '../../../values/tensor.js';
import { reordered } from '../../matrices.js';
import type { SavedLayer } from '../../saved.js';
import { type Activation, activations, cells } from '../cells.js';
import type { Asked } from './asked.js';
import type { Attribute, Graph } from './graph.js';

type Options = SavedLayer & RecurrentOptions & Pick<LstmOptions, 'activation' | 'recurrentActivation'> & { resetAfter?: boolean };

const timeFirst = { perm: [1, 0, 2] };

/** Tensors of the same shape one after the other, as the first axis. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const data = new Float32Array(tensors.reduce((sum, one) => sum + one.data.length, 0));
  tensors.forEach((one, n) => data.set(one.data, n * one.data.length));
  return new Tensor(data, [tensors.length, ...tensors[0]!.shape]);
}

/** Both biases of a direction in a row, each in their order of gates. */
function biases(asked: Asked, order: readonly number[], suffix: string): Tensor {
  const rows = asked.weight(`weight_hh_l0${suffix}`)!.shape[0]!;
  const both = ['ih', 'hh'].map((which) => asked.weight(`bias_${which}_l0${suffix}`) ?? new Tensor(new Float32Array(rows), [rows]));
  return new Tensor(stacked(both.map((bias) => reordered(bias, order))).data, [2 * rows]);
}

/** The activations of a direction: gates and cell; of an LSTM that of c, too. */
function functionsOf({ type, activation = 'tanh', recurrentActivation = 'sigmoid' }: Options): Activation[] {
  const [gates, cell] = [activations[recurrentActivation], activations[activation]];
  return { lstm: [gates, cell, cell], gru: [gates, cell], simpleRNN: [cell] }[type as keyof typeof cells];
}

function attributesOf(cell: Options, direction: 'forward' | 'bidirectional'): Record<string, Attribute> {
  const once = functionsOf(cell);
  const all = direction === 'forward' ? once : [...once, ...once];
  const given = (which: 'alpha' | 'beta') => all.flatMap((one) => one[which] ?? []);
  return {
    hidden_size: cell.units,
    direction,
    activations: all.map(({ name }) => name),
    ...(given('alpha').length > 0 && { activation_alpha: Float32Array.from(given('alpha')), activation_beta: Float32Array.from(given('beta')) }),
    ...(cell.type === 'gru' && { linear_before_reset: cell.resetAfter === false ? 0 : 1 }),
  };
}

/** The node: its first output, every step's, or its second, the last ones. */
function node(asked: Asked, cell: Options, x: string, suffixes: readonly string[]): string {
  const { graph, layer: { name } } = asked;
  const { operator, written } = cells[cell.type as keyof typeof cells];
  const matrix = (which: string) => stacked(suffixes.map((suffix) => reordered(asked.weight(`weight_${which}_l0${suffix}`)!, written)));
  const inputs = [
    x,
    graph.weights(`${name}.W`, matrix('ih')),
    graph.weights(`${name}.R`, matrix('hh')),
    ...(cell.useBias === false ? [] : [graph.weights(`${name}.B`, stacked(suffixes.map((suffix) => biases(asked, written, suffix))))]),
  ];
  return graph.add(operator, inputs, attributesOf(cell, suffixes.length > 1 ? 'bidirectional' : 'forward'), cell.returnSequences ? 0 : 1);
}

function noteLost({ name, stateful }: Options, note: Asked['note']): void {
  if (stateful) note(`'${name}' begins with zeros at every run: what it carries here is not in the graph.`);
}

/** The time axis of X turned round. */
const turned = (graph: Graph, x: string) => graph.add('Slice', [x, graph.ints(-1), graph.ints(-(2 ** 31)), graph.ints(0), graph.ints(-1)]);

export function recurrent(asked: Asked, x: string): string {
  const { graph } = asked;
  const cell = asked.layer as Options;
  noteLost(cell, asked.note);
  const steps = graph.add('Transpose', [x], timeFirst);
  const y = node(asked, cell, cell.goBackwards ? turned(graph, steps) : steps, ['']);
  if (!cell.returnSequences) return graph.add('Squeeze', [y, graph.ints(0)]);
  return graph.add('Transpose', [graph.add('Squeeze', [y, graph.ints(1)])], timeFirst);
}

/** Of the axis of directions: the sum is one with axes as an input since opset 13, the others are since 18. */
const merges = {
  sum: (graph: Graph, y: string, axis: number) => graph.add('ReduceSum', [y, graph.ints(axis)], { keepdims: 0 }),
  ave: (graph: Graph, y: string, axis: number) => graph.add('ReduceMean', [y], { axes: [axis], keepdims: 0 }),
  mul: (graph: Graph, y: string, axis: number) => graph.add('ReduceProd', [y], { axes: [axis], keepdims: 0 }),
};

export function bidirectional(asked: Asked, x: string): string {
  const { graph, layer } = asked;
  const { layer: inner, mergeMode = 'concat' } = layer as SavedLayer & BidirectionalOptions;
  const cell = { ...inner, name: layer.name } as Options;
  noteLost(cell, asked.note);
  const steps = graph.add('Transpose', [x], timeFirst);
  const y = node(asked, cell, steps, ['', '_reverse']);
  const time = cell.returnSequences ? 1 : 0; // axes before that of the directions
  if (mergeMode !== 'concat') {
    const merged = merges[mergeMode](graph, y, time);
    return time ? graph.add('Transpose', [merged], timeFirst) : merged;
  }
  const batchFirst = graph.add('Transpose', [y], { perm: time ? [2, 0, 1, 3] : [1, 0, 2] });
  return graph.add('Reshape', [batchFirst, graph.ints(...(time ? [0, 0] : [0]), -1)]);
}
