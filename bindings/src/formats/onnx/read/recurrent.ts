// LSTM, GRU and RNN of ONNX as layers: X [T, B, I] with W [D, 4H, I], R [D, 4H, H] and B [D, 8H] for gates of four.
import type { RecurrentActivation } from '../../../api/layer-options.js';
import { type Layer, layers } from '../../../api/layers.js';
import { Tensor } from '../../../values/tensor.js';
import { reordered } from '../../matrices.js';
import { activations, cells } from '../cells.js';
import { only } from './extended.js';
import type { Node } from './graph.js';
import { type Axis, type Flow, isZero, type Part, type Role, type Value } from './values.js';

type CellName = keyof typeof cells;

export const cellNames: Record<string, CellName> = { LSTM: 'lstm', GRU: 'gru', RNN: 'simpleRNN' };

/** The lengths of sequences, which come as such here. */
export const lengthsInput = 4;

function floatsOf(node: Node, value: Value | undefined, what: string): Tensor | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'constant' && value.data instanceof Float32Array) return new Tensor(value.data, [...value.shape]);
  throw node.refuse(`constant ${what}`, 'some that depend on an input', 'export the model with its weights in the file');
}

/** What a cell has whose options there have no equal here. */
function expectPlain(node: Node, [, , , , , h, c, peepholes]: readonly (Value | undefined)[]): void {
  if (![h, c].every((state) => !state || state.kind === 'state' || isZero(state))) throw node.refuse('initial states of zeros', 'others', 'predict takes states with every call');
  if (peepholes) throw node.refuse('no peepholes', 'some');
  for (const attribute of ['clip', 'input_forget', 'layout']) {
    if (node.has(attribute) && (node.int(attribute, 0) !== 0 || attribute === 'clip')) throw node.refuse(`no ${attribute}`, 'one');
  }
}

const isClose = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** What an activation there is called here. Its alpha and beta are the next of those that are given. */
function activationsOf(node: Node, names: readonly string[]): RecurrentActivation[] {
  const [alphas, betas] = [node.floats('activation_alpha'), node.floats('activation_beta')];
  return names.map((name) => {
    const takes = name === 'HardSigmoid' || name === 'Affine';
    const alpha = takes ? (alphas.shift() ?? (name === 'Affine' ? 1 : 0.2)) : undefined;
    const beta = takes ? (betas.shift() ?? (name === 'Affine' ? 0 : 0.5)) : undefined;
    const found = Object.entries(activations).find(([, one]) =>
      one.name === name && (!takes || (isClose(one.alpha!, alpha!) && isClose(one.beta!, beta!))));
    if (found) return found[0] as RecurrentActivation;
    throw node.refuse('activations that cells here have', takes ? `${name} of ${alpha}, ${beta}` : name);
  });
}

/** Of the gates, and of the cell; both directions have the same. */
function optionsOf(node: Node, cell: CellName, directions: number) {
  const once = { lstm: ['Sigmoid', 'Tanh', 'Tanh'], gru: ['Sigmoid', 'Tanh'], simpleRNN: ['Tanh'] }[cell];
  const names = node.texts('activations') ?? [...once, ...(directions > 1 ? once : [])];
  const all = activationsOf(node, names);
  const [first, second] = [all.slice(0, once.length), all.slice(once.length)];
  if (all.length !== directions * once.length || (directions > 1 && second.join() !== first.join())) throw node.refuse('the same activations in both directions', all.join(', '));
  const [gates, inside, outside = inside] = cell === 'simpleRNN' ? [undefined, ...first] : first;
  if (inside !== outside) throw node.refuse('the same activation inside of a cell and on its way out', `${inside} and ${outside}`);
  return {
    ...(inside !== 'tanh' && { activation: inside! }),
    ...(gates && gates !== 'sigmoid' && { recurrentActivation: gates }),
    ...(cell === 'gru' && node.int('linear_before_reset', 0) === 0 && { resetAfter: false }),
  };
}

interface Weights {
  W: Tensor;
  R: Tensor;
  B: Tensor | undefined;
}

/** Direction d of a tensor with an axis of them. */
function direction({ data, shape }: Tensor, d: number): Tensor {
  const size = data.length / shape[0]!;
  return new Tensor(data.slice(d * size, (d + 1) * size), shape.slice(1));
}

function biases(B: Tensor, d: number, order: readonly number[], resetBefore: boolean): Record<string, Tensor> {
  const { data } = direction(B, d);
  const rows = data.length / 2;
  const half = (n: number) => reordered(new Tensor(data.slice(n * rows, (n + 1) * rows), [rows]), order);
  const [input, state] = [half(0), half(1)];
  if (!resetBefore) return { bias_ih_l0: input, bias_hh_l0: state };
  return { bias_ih_l0: new Tensor(input.data.map((one, n) => one + state.data[n]!) as Float32Array, [rows]) };
}

function weightsOf({ W, R, B }: Weights, cell: CellName, resetBefore: boolean): Record<string, Tensor> {
  const { read } = cells[cell];
  const all = Array.from({ length: W.shape[0]! }, (_, d) => {
    const suffix = d > 0 ? '_reverse' : '';
    const named = { weight_ih_l0: reordered(direction(W, d), read), weight_hh_l0: reordered(direction(R, d), read), ...(B && biases(B, d, read, resetBefore)) };
    return Object.entries(named).map(([name, tensor]) => [name + suffix, tensor] as const);
  });
  return Object.fromEntries(all.flat());
}

/** D directions, H units, I inputs, as the weights have them. */
function sizesOf(node: Node, cell: CellName, { W, R, B }: Weights) {
  const gates = cells[cell].read.length;
  const [D = 0, rows = 0, I = 0] = W.shape;
  const H = rows / gates;
  const wanted = [[D, rows, I], [D, rows, H], [D, 2 * rows]];
  const fits = [W, R, B].every((tensor, n) => !tensor || tensor.shape.join() === wanted[n]!.join());
  const directions = node.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  if (fits && D === directions && Number.isInteger(H) && H > 0 && I > 0 && node.int('hidden_size', H) === H) return { D, H, I };
  throw node.refuse('weights W [D, gates H, I], R [D, gates H, H] and B [D, 2 gates H]', [W, R, B].map((tensor) => `[${tensor?.shape.join(', ') ?? ''}]`).join(', '));
}

/** The axes of X, which say now what they are. */
function read(node: Node, { axes }: Flow, I: number): readonly [Axis, Axis] {
  const wanted: Role[] = ['time', 'batch', 'features'];
  const fits = axes.length === 3 && axes.every(({ role }, n) => role === undefined || role === wanted[n]);
  const features = axes.at(-1)?.size ?? Number.NaN;
  if (!fits || (!Number.isNaN(features) && features !== I)) {
    throw node.refuse(`X of [time, batch, ${I} features]`, `[${axes.map(({ role, size }) => `${role ?? 'any'} ${size}`).join(', ')}]`);
  }
  axes.forEach((axis, n) => { axis.role = wanted[n]; });
  return [axes[0]!, axes[1]!];
}

/** Y, every step of each direction, and Y_h, their last steps. */
export function recurrent(node: Node, inputs: readonly (Value | undefined)[]): Flow[] {
  const cell = cellNames[node.operator]!;
  const [x, w, r, b] = inputs;
  const [W, R, B] = [floatsOf(node, w, 'weights W'), floatsOf(node, r, 'weights R'), floatsOf(node, b, 'biases B')];
  if (x?.kind !== 'flow' || !W || !R) throw node.refuse('X, W and R', 'others');
  expectPlain(node, inputs);
  const weights = { W, R, B };
  const { D, H, I } = sizesOf(node, cell, weights);
  const [time, batch] = read(node, x, I);
  const reverse = node.text('direction', 'forward') === 'reverse';
  if (D > 1 && x.reversed) throw node.refuse('steps in their order', 'the last one first', 'both directions are read all the same');
  const goBackwards = D === 1 && reverse !== x.reversed;
  const options = optionsOf(node, cell, D);
  const plain = layers[cell]({ units: H, ...options, ...(goBackwards && { goBackwards }), ...(!B && { useBias: false }) });
  const entries = only(node, x).entries;
  const made = { id: {}, weights: weightsOf(weights, cell, 'resetAfter' in options) };
  const partsOf = (layer: Layer): Part[] => {
    const entry = { ...made, layer: D > 1 ? layers.bidirectional({ layer }) : layer };
    const part = { entries: [...entries, entry] };
    return D > 1 ? [{ ...part, half: 0 }, { ...part, half: 1 }] : [part];
  };
  const directions: Axis = { role: 'directions', size: D };
  const features: Axis = { role: 'features', size: H };
  return [
    { kind: 'flow', axes: [time, directions, batch, features], parts: partsOf({ ...plain, returnSequences: true } as Layer), reversed: reverse },
    { kind: 'flow', axes: [directions, batch, features], parts: partsOf(plain), reversed: false },
  ];
}

/** The two directions of one layer, in their order, as what it gives by its `mergeMode`. */
export function merged(node: Node, parts: readonly Part[], mergeMode: 'concat' | 'sum' | 'ave' | 'mul'): Part {
  const [a, b] = parts;
  if (parts.length === 1 && a?.half === undefined) return a!;
  const [first, second] = [a?.entries.at(-1), b?.entries.at(-1)];
  const same = first && second && first.id === second.id && JSON.stringify(first.layer) === JSON.stringify(second.layer);
  if (parts.length !== 2 || !same || a!.half !== 0 || b!.half !== 1) throw node.refuse('both directions of one layer', 'others');
  const layer = { ...first.layer, ...(mergeMode !== 'concat' && { mergeMode }) } as Layer;
  return { entries: [...a!.entries.slice(0, -1), { ...first, layer }] };
}
