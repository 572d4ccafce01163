// What nodes do to the data, by operator: layers that they become, and axes that they move.
import type { Activation } from '../../../api/layer-options.js';
import { type Layer, layers } from '../../../api/layers.js';
import { Tensor } from '../../../values/tensor.js';
import { transposed as transposedMatrix } from '../../matrices.js';
import { affine, changed, extended, ofFeatures, only, optionsOf, scaled, settle, withEntries, withFeatures } from './extended.js';
import { gathered, known, reshaped, sliced, squeezed, transposed, withOnes } from './flow.js';
import { axisOf, list } from './folding.js';
import type { Node } from './graph.js';
import { merged } from './recurrent.js';
import type { Axis, Constant, Entry, Flow, Value } from './values.js';
import { convolution, globalPooling, overSteps, pad, pooling } from './windows.js';

type Inputs = readonly (Value | undefined)[];
/** Of the data, and all inputs. */
type Row = (node: Node, flow: Flow, inputs: Inputs) => Value;

const same: Row = (_, flow) => flow;

function floats(node: Node, value: Value | undefined, axes: number): Tensor {
  if (value?.kind === 'constant' && value.data instanceof Float32Array && value.shape.length === axes) return new Tensor(value.data, [...value.shape]);
  throw node.refuse(`constant numbers of ${axes} axes`, 'others');
}

/** `weight` [units, inputs]. */
function dense(node: Node, flow: Flow, weight: Tensor, bias?: Tensor): Flow {
  const [units, inputs] = weight.shape as [number, number];
  const came = flow.axes.at(-1)?.size ?? Number.NaN;
  if (!Number.isNaN(came) && came !== inputs) throw node.refuse(`weights for ${came} features`, `some for ${inputs}`);
  const layer = layers.dense({ units, ...(!bias && { useBias: false }) });
  return extended(node, flow, layer, { weight, ...(bias && { bias }) }, withFeatures(node, flow, units));
}

const matMul: Row = (node, flow, [x, weight]) => {
  if (x?.kind !== 'flow') throw node.refuse('data times constants', 'constants times data');
  return dense(node, flow, transposedMatrix(floats(node, weight, 2)));
};

const gemm: Row = (node, flow, [x, weight, bias]) => {
  const plain = node.float('alpha', 1) === 1 && node.float('beta', 1) === 1 && node.int('transA', 0) === 0;
  if (x?.kind !== 'flow' || !plain) throw node.refuse('x W + b', 'other products');
  const matrix = floats(node, weight, 2);
  const product = dense(node, flow, node.int('transB', 0) ? matrix : transposedMatrix(matrix));
  return bias ? sum(node, product, [product, bias]) : product;
};

const lastOf = (node: Node, flow: Flow): Entry | undefined => only(node, flow).entries.at(-1);
const replaced = (entry: Entry) => (entries: readonly Entry[]) => [...entries.slice(0, -1), entry];

/** Two branches that meet: the two directions of a layer, or x and its sigmoid. */
function met(node: Node, a: Flow, b: Flow, mode: 'sum' | 'mul'): Flow {
  const [left, right] = [a.parts[0]!, b.parts[0]!];
  if (left.half !== undefined && right.half !== undefined) return { ...a, parts: [merged(node, [left, right], mode)] };
  const [x, gated] = [left.entries.at(-1), right.entries.at(-1)];
  const isSwish = mode === 'mul' && x && gated && x.id === gated.id && optionsOf(x).activation === undefined && optionsOf(gated).activation === 'sigmoid';
  if (isSwish) return withEntries(node, a, replaced(changed(x, { activation: 'swish' })));
  const { type, activation: name } = optionsOf(gated);
  if (mode === 'mul' && type === 'activation' && name === 'sigmoid' && right.entries.at(-2)?.id === x?.id) return extended(node, a, layers.activation({ activation: 'swish' }));
  throw node.refuse('a chain', 'two branches that meet');
}

/** The other one of two inputs, one of which is the data. */
function constantBeside(node: Node, flow: Flow, [a, b]: Inputs): Constant {
  const other = a === flow ? b : a;
  if (other?.kind === 'constant') return other;
  throw node.refuse('constants beside the data', 'others');
}

function times(node: Node, flow: Flow, factors: Float32Array, terms: Float32Array): Flow {
  const last = lastOf(node, flow);
  if (!last || !affine.has(last.id)) {
    const fresh = scaled(node, flow, factors, terms);
    affine.add(lastOf(node, fresh)!.id);
    return fresh;
  }
  const row = (one: Tensor, more: Float32Array) => new Tensor(one.data.map((value, n) => value * factors[n]! + more[n]!) as Float32Array, one.shape);
  const zeros = new Float32Array(factors.length);
  return withEntries(node, flow, replaced(changed(last, {}, { weight: row(last.weights.weight!, zeros), bias: row(last.weights.bias!, terms) })));
}

const ones = ({ length }: Float32Array) => new Float32Array(length).fill(1);
const none = ({ length }: Float32Array) => new Float32Array(length);

function sum(node: Node, flow: Flow, inputs: Inputs, sign = 1): Flow {
  const [a, b] = inputs;
  if (a?.kind === 'flow' && b?.kind === 'flow') return met(node, a, b, 'sum');
  const terms = ofFeatures(node, flow, constantBeside(node, flow, inputs)).map((one) => sign * one);
  const last = lastOf(node, flow);
  const { type, useBias, activation } = optionsOf(last);
  if (type !== 'dense' || useBias !== false || activation) return times(node, flow, ones(terms), terms);
  const { useBias: _, ...layer } = last!.layer as Layer & { useBias?: boolean };
  return withEntries(node, flow, replaced({ ...changed(last!, {}, { bias: new Tensor(terms, [terms.length]) }), layer: layer as Layer }));
}

const difference: Row = (node, flow, inputs) => {
  if (inputs[0] !== flow) throw node.refuse('data less constants', 'constants less data');
  return sum(node, flow, inputs, -1);
};

const product: Row = (node, flow, inputs) => {
  const [a, b] = inputs;
  if (a?.kind === 'flow' && b?.kind === 'flow') return met(node, a, b, 'mul');
  const factors = ofFeatures(node, flow, constantBeside(node, flow, inputs));
  return times(node, flow, factors, none(factors));
};

const quotient: Row = (node, flow, inputs) => {
  if (inputs[0] !== flow) throw node.refuse('data over constants', 'constants over data');
  const factors = ofFeatures(node, flow, constantBeside(node, flow, inputs)).map((one) => 1 / one);
  return times(node, flow, factors, none(factors));
};

/** As the activation of the layer before, where that has none. */
const activation = (name: Activation): Row => (node, flow) => {
  const last = lastOf(node, flow);
  const options = optionsOf(last);
  const takes = (options.type === 'dense' || options.type === 'conv1D') && options.activation === undefined;
  return takes ? withEntries(node, flow, replaced(changed(last!, { activation: name }))) : extended(node, flow, layers.activation({ activation: name }));
};

const isClose = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** An activation with one number of its own. */
const withAlpha = (name: Activation, alpha: number, otherwise: number): Row => (node, flow, inputs) => {
  const its = node.float('alpha', otherwise);
  if (isClose(its, alpha)) return activation(name)(node, flow, inputs);
  throw node.refuse(`alpha ${alpha}`, `alpha ${its}`);
};

const hardSigmoid: Row = (node, flow, inputs) => {
  const alpha = node.float('alpha', 0.2);
  const name = isClose(alpha, 0.2) ? 'hardSigmoidKeras2' : 'hardSigmoid';
  if ((name === 'hardSigmoid' && !isClose(alpha, 1 / 6)) || !isClose(node.float('beta', 0.5), 0.5)) throw node.refuse('alpha 0.2 or 1 / 6, beta 0.5', `alpha ${alpha}`);
  return activation(name)(node, flow, inputs);
};

/** Before opset 13 all axes from the given one on are one. */
const softmax: Row = (node, flow, inputs) => {
  const axis = axisOf(node, node.int('axis', flow.axes.length === 2 ? 1 : -1), flow.axes.length);
  if (axis === flow.axes.length - 1) return activation('softmax')(node, flow, inputs);
  throw node.refuse('the last axis', `axis ${axis}`);
};

const batchNormalization: Row = (node, flow, [, ...statistics]) => {
  const [weight, bias, running_mean, running_var] = statistics.map((one) => floats(node, one, 1));
  const features = flow.axes[1];
  if (!bias || !running_mean || !running_var || node.int('training_mode', 0) !== 0) throw node.refuse('constant statistics', 'others');
  if (!features || (features.role ?? 'features') !== 'features') throw node.refuse('features as the second axis', features?.role ?? 'none');
  features.role = 'features';
  const layer = layers.batchNormalization({ epsilon: node.float('epsilon', 1e-5), momentum: node.float('momentum', 0.9) });
  return extended(node, flow, layer, { weight: weight!, bias, running_mean, running_var });
};

const layerNormalization: Row = (node, flow, [, scale, shift]) => {
  const weight = floats(node, scale, 1);
  const bias = shift ? floats(node, shift, 1) : new Tensor(new Float32Array(weight.data.length), weight.shape);
  if (axisOf(node, node.int('axis', -1), flow.axes.length) !== flow.axes.length - 1) throw node.refuse('the last axis', `axis ${node.int('axis', -1)}`);
  return extended(node, flow, layers.layerNormalization({ epsilon: node.float('epsilon', 1e-5) }), { weight, bias }, withFeatures(node, flow, weight.data.length));
};

/** Rows of a table by tokens, or rows of the data by constants. */
const gather: Row = (node, flow, [table, indices]) => {
  if (table?.kind === 'flow') return gathered(node, table, indices);
  const weight = floats(node, table, 2);
  if (flow.parts[0]!.entries.length > 0 || flow.axes.length !== 2 || node.int('axis', 0) !== 0) throw node.refuse('tokens of sequences first of all', 'others');
  const [inputDim, outputDim] = weight.shape as [number, number];
  return extended(node, flow, layers.embedding({ inputDim, outputDim }), { weight }, [...flow.axes, { role: 'features', size: outputDim }]);
};

const reduction = (kind: 'Max' | 'Mean' | 'Sum' | 'Prod'): Row => (node, flow, inputs) => {
  const [axis, ...others] = (list(node, 'axes', inputs[1]) ?? []).map((one) => axisOf(node, one, flow.axes.length));
  if (axis === undefined || others.length > 0) throw node.refuse('one axis', 'others');
  const keeps = node.int('keepdims', 1) !== 0;
  const { role } = flow.axes[axis]!;
  const modes = { Sum: 'sum', Mean: 'ave', Prod: 'mul' } as const;
  if (role === 'directions' && kind !== 'Max' && !keeps) {
    return { ...flow, parts: [merged(node, flow.parts, modes[kind])], axes: flow.axes.filter((_, n) => n !== axis) };
  }
  if ((role === 'time' || role === undefined) && (kind === 'Max' || kind === 'Mean')) return overSteps(node, flow, kind, axis, keeps);
  throw node.refuse('the mean or the largest of all steps', `${kind} over ${role}`);
};

/** Directions apart, as one axis; or beside each other, as features. */
const concat: Row = (node, flow, inputs) => {
  const flows = inputs.filter((one) => one?.kind === 'flow');
  const axis = axisOf(node, node.int('axis', 0), flow.axes.length);
  const fits = flows.length === inputs.length && flows.every(({ axes }) => axes.length === flow.axes.length);
  const parts = flows.flatMap((one) => one.parts);
  const { role } = flow.axes[axis]!;
  if (fits && role === 'directions') return { ...flow, parts, axes: flow.axes.map((its, n): Axis => (n === axis ? { role, size: parts.length } : its)) };
  if (!fits || role !== 'features' || parts.length !== flows.length) throw node.refuse('the two directions of a layer', 'other branches that meet');
  return { ...flow, parts: [merged(node, parts, 'concat')], axes: withFeatures(node, flow, flows.reduce((all, { axes }) => all + axes.at(-1)!.size, 0)) };
};

/** Steps and features as one row; where the features come first, the layer before brings them behind. */
function flattened(node: Node, flow: Flow): Flow {
  const [batch, ...rest] = flow.axes;
  const channelsFirst = rest[0]?.role === 'features';
  const size = known(rest);
  if (rest.length !== 2 || Number.isNaN(size)) throw node.refuse('a known number of steps', 'any', 'export the model for sequences of one length');
  const turned = channelsFirst ? extended(node, flow, layers.permute({ dims: [2, 1] })) : flow;
  return extended(node, turned, layers.flatten(), {}, [batch!, { role: 'features', size }]);
}

const reshape: Row = (node, flow, inputs) => {
  settle(flow.axes);
  const target = list(node, 'shape', inputs[1]) ?? [];
  const axes = flow.axes.filter(({ role }) => role !== 'one');
  const size = known(axes.slice(1));
  const isFlat = target.length === 2 && axes.length === 3 && !axes.some(({ role }) => role === 'directions');
  if (isFlat && (target[1] === size || (target[1] === -1 && target[0] !== -1))) return flattened(node, flow);
  return reshaped(node, flow, target, (parts) => merged(node, parts, 'concat'));
};

const flatten: Row = (node, flow) => {
  settle(flow.axes);
  if (node.int('axis', 1) !== 1) throw node.refuse('axis 1', `axis ${node.int('axis', 1)}`);
  const ones = flow.axes.flatMap(({ role }, axis) => (role === 'one' ? axis : []));
  const plain = ones.length > 0 ? squeezed(node, flow, ones) : flow;
  return plain.axes.length === 2 ? plain : flattened(node, plain);
};

const shapeOf: Row = (_, { axes }) => ({ kind: 'constant', data: Float64Array.from(axes, ({ size }) => size), shape: [axes.length] });

/** By operator. */
export const rows: Record<string, Row> = {
  Identity: same,
  Dropout: same,
  Cast: same,
  Shape: shapeOf,
  MatMul: matMul,
  Gemm: gemm,
  Add: (node, flow, inputs) => sum(node, flow, inputs),
  Sub: difference,
  Mul: product,
  Div: quotient,
  Relu: activation('relu'),
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Softmax: softmax,
  Softplus: activation('softplus'),
  Softsign: activation('softsign'),
  Selu: activation('selu'),
  Exp: activation('exponential'),
  Elu: withAlpha('elu', 1, 1),
  LeakyRelu: withAlpha('leakyRelu', 0.2, 0.01),
  HardSigmoid: hardSigmoid,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Gather: gather,
  Transpose: transposed,
  Squeeze: (node, flow, inputs) => squeezed(node, flow, list(node, 'axes', inputs[1])),
  Unsqueeze: (node, flow, inputs) => withOnes(node, flow, list(node, 'axes', inputs[1]) ?? []),
  Slice: sliced,
  Reshape: reshape,
  Flatten: flatten,
  Concat: concat,
  Conv: convolution,
  MaxPool: pooling,
  AveragePool: pooling,
  GlobalMaxPool: globalPooling,
  GlobalAveragePool: globalPooling,
  Pad: pad,
  ReduceMax: reduction('Max'),
  ReduceMean: reduction('Mean'),
  ReduceSum: reduction('Sum'),
  ReduceProd: reduction('Prod'),
};
