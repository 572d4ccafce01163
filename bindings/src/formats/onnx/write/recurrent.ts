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

/** Parts of states there: as many of each as there are directions. */
const partsOf = ({ type }: Options) => (type === 'lstm' ? 2 : 1);

/** What it begins with, if that comes in: h, and c, as `[D, B, H]`. */
function initial({ graph }: Asked, cell: Options, states: readonly string[]): string[] {
  if (states.length === 0) return [];
  const parts = Array.from({ length: partsOf(cell) }, (_, which) => {
    const directions = states.filter((_, n) => n % partsOf(cell) === which).map((state) => graph.add('Unsqueeze', [state, graph.ints(0)]));
    return directions.length > 1 ? graph.add('Concat', directions, { axis: 0 }) : directions[0]!;
  });
  return ['', ...parts]; // no lengths of sequences
}

/** The node: every step, or the last one, and what states it comes to. */
function node(asked: Asked, cell: Options, x: string, suffixes: readonly string[], states: readonly string[]) {
  const { graph, layer: { name } } = asked;
  const { operator, written } = cells[cell.type as keyof typeof cells];
  const matrix = (which: string) => stacked(suffixes.map((suffix) => reordered(asked.weight(`weight_${which}_l0${suffix}`)!, written)));
  const bias = () => graph.weights(`${name}.B`, stacked(suffixes.map((suffix) => biases(asked, written, suffix))));
  const begin = initial(asked, cell, states);
  const inputs = [
    x,
    graph.weights(`${name}.W`, matrix('ih')),
    graph.weights(`${name}.R`, matrix('hh')),
    ...(cell.useBias === false ? (begin.length > 0 ? [''] : []) : [bias()]),
    ...begin,
  ];
  const isRead = [cell.returnSequences, !cell.returnSequences || cell.returnState, cell.returnState && partsOf(cell) > 1];
  const outputs = isRead.slice(0, isRead.lastIndexOf(true) + 1).map((is, n) => (is ? graph.name(`${operator}_${['Y', 'Y_h', 'Y_c'][n]}`) : ''));
  const [every = '', last = '', c = ''] = graph.several(operator, inputs, attributesOf(cell, suffixes.length > 1 ? 'bidirectional' : 'forward'), outputs);
  const parts = cell.returnState ? [last, c].slice(0, partsOf(cell)) : [];
  const given = suffixes.flatMap((_, d) => parts.map((part) => graph.add('Gather', [part, graph.index(d)], { axis: 0 })));
  return { y: cell.returnSequences ? every : last, states: given };
}

function noteLost({ name, stateful }: Options, note: Asked['note']): void {
  if (stateful) note(`'${name}' begins with zeros at every run: what it carries here is not in the graph.`);
}

/** The time axis of X turned round. */
const turned = (graph: Graph, x: string) => graph.add('Slice', [x, graph.ints(-1), graph.ints(-(2 ** 31)), graph.ints(0), graph.ints(-1)]);

export function recurrent(asked: Asked, x: string, ...begin: string[]): string[] {
  const { graph } = asked;
  const cell = asked.layer as Options;
  noteLost(cell, asked.note);
  const steps = graph.add('Transpose', [x], timeFirst);
  const { y, states } = node(asked, cell, cell.goBackwards ? turned(graph, steps) : steps, [''], begin);
  if (!cell.returnSequences) return [graph.add('Squeeze', [y, graph.ints(0)]), ...states];
  return [graph.add('Transpose', [graph.add('Squeeze', [y, graph.ints(1)])], timeFirst), ...states];
}

/** Of the axis of directions: the sum is one with axes as an input since opset 13, the others are since 18. */
const merges = {
  sum: (graph: Graph, y: string, axis: number) => graph.add('ReduceSum', [y, graph.ints(axis)], { keepdims: 0 }),
  ave: (graph: Graph, y: string, axis: number) => graph.add('ReduceMean', [y], { axes: [axis], keepdims: 0 }),
  mul: (graph: Graph, y: string, axis: number) => graph.add('ReduceProd', [y], { axes: [axis], keepdims: 0 }),
};

export function bidirectional(asked: Asked, x: string, ...begin: string[]): string[] {
  const { graph, layer } = asked;
  const { layer: inner, mergeMode = 'concat' } = layer as SavedLayer & BidirectionalOptions;
  const cell = { ...inner, name: layer.name } as Options;
  noteLost(cell, asked.note);
  const { y, states } = node(asked, cell, graph.add('Transpose', [x], timeFirst), ['', '_reverse'], begin);
  return [merged(graph, y, mergeMode, cell.returnSequences ? 1 : 0), ...states];
}

/** `time`: axes before that of the directions. */
function merged(graph: Graph, y: string, mergeMode: NonNullable<BidirectionalOptions['mergeMode']>, time: 0 | 1): string {
  if (mergeMode !== 'concat') {
    const one = merges[mergeMode](graph, y, time);
    return time ? graph.add('Transpose', [one], timeFirst) : one;
  }
  const batchFirst = graph.add('Transpose', [y], { perm: time ? [2, 0, 1, 3] : [1, 0, 2] });
  return graph.add('Reshape', [batchFirst, graph.ints(...(time ? [0, 0] : [0]), -1)]);
}
