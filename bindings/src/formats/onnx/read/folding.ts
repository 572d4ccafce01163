// Nodes that compute with constants alone: what they give is known, too. Exporters make weights, shapes and zeros by them.
import { product } from '../../../values/input.js';
import type { Node } from './graph.js';
import { isFloat } from './tensors.js';
import type { Budget, Constant, Value } from './values.js';

type Data = Constant['data'];

/** Where nothing else is said, `axes` and the like are an attribute in older opsets, an input in newer ones. */
export function list(node: Node, attribute: string, input: Value | undefined): number[] | undefined {
  if (input?.kind === 'constant') return Array.from(input.data);
  if (input) throw node.refuse(`constant ${attribute}`, 'others');
  return node.ints(attribute);
}

const isExtent = (extent: number) => Number.isInteger(extent) && extent >= 0;

const constant = (data: Data, shape: readonly number[]): Constant => ({ kind: 'constant', data, shape });

/** An axis counted from the end, too. */
export function axisOf(node: Node, axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw node.refuse(`an axis of ${rank}`, String(axis));
}

const stridesOf = (shape: readonly number[]) => shape.map((_, axis) => product(shape.slice(axis + 1)));

/** The elements of another shape, each of them one of x. */
function picked(x: Constant, shape: readonly number[], budget: Budget, from: (index: readonly number[]) => number): Constant {
  const count = product(shape);
  budget.take(count);
  const data = x.data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  const strides = stridesOf(shape);
  for (let n = 0; n < count; ++n) {
    let rest = n;
    const index = strides.map((stride) => {
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      return at;
    });
    data[n] = x.data[from(index)]!;
  }
  return constant(data, shape);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, one, n) => sum + one * b[n]!, 0);

function transpose(node: Node, x: Constant, budget: Budget): Constant {
  const perm = node.ints('perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  const axes = perm.map((axis) => axisOf(node, axis, x.shape.length));
  const strides = stridesOf(x.shape);
  const moved = axes.map((axis) => strides[axis]!);
  return picked(x, axes.map((axis) => x.shape[axis]!), budget, (index) => dot(index, moved));
}

/** Starts, ends and steps of the axes that are cut. */
export function cuts(node: Node, rank: number, inputs: readonly (Value | undefined)[]) {
  const [, from, to, which, by] = inputs;
  const [starts, ends] = [list(node, 'starts', from), list(node, 'ends', to)];
  if (!starts || !ends) throw node.refuse('starts and ends', 'none');
  const axes = (list(node, 'axes', which) ?? starts.map((_, axis) => axis)).map((axis) => axisOf(node, axis, rank));
  const steps = list(node, 'steps', by) ?? starts.map(() => 1);
  return axes.map((axis, n) => ({ axis, start: starts[n]!, end: ends[n]!, step: steps[n]! }));
}

/** What of an axis a cut takes, the ends brought within it. */
export function within(extent: number, { start, end, step }: { start: number; end: number; step: number }): { start: number; count: number } {
  const least = step > 0 ? 0 : -1;
  const most = step > 0 ? extent : extent - 1;
  const inside = (at: number) => Math.min(Math.max(at < 0 ? at + extent : at, least), most);
  const [first, last] = [inside(start), inside(end)];
  return { start: first, count: Math.max(0, Math.ceil((last - first) / step)) };
}

function slice(node: Node, x: Constant, inputs: readonly (Value | undefined)[], budget: Budget): Constant {
  const strides = stridesOf(x.shape);
  const shape = [...x.shape];
  const moved = [...strides];
  let begin = 0;
  for (const cut of cuts(node, x.shape.length, inputs)) {
    const { start, count } = within(x.shape[cut.axis]!, cut);
    if (!(count >= 0)) throw node.refuse('starts, ends and steps that are known', 'others');
    begin += start * strides[cut.axis]!;
    shape[cut.axis] = count;
    moved[cut.axis] = cut.step * strides[cut.axis]!;
  }
  return picked(x, shape, budget, (index) => begin + dot(index, moved));
}

function gather(node: Node, x: Constant, indices: Constant, budget: Budget): Constant {
  const axis = axisOf(node, node.int('axis', 0), x.shape.length);
  const extent = x.shape[axis]!;
  const rows = Array.from(indices.data, (at) => (at < 0 ? at + extent : at));
  if (!rows.every((at) => at >= 0 && at < extent)) throw node.refuse(`indices below ${extent}`, 'others');
  const strides = stridesOf(x.shape);
  const many = indices.shape.length;
  const inner = stridesOf(indices.shape);
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return picked(x, shape, budget, (index) => {
    const row = rows[dot(index.slice(axis, axis + many), inner)]!;
    return dot([...index.slice(0, axis), row, ...index.slice(axis + many)], strides);
  });
}

function concat(node: Node, all: readonly Constant[], budget: Budget): Constant {
  const [first] = all as [Constant];
  const axis = axisOf(node, node.int('axis', 0), first.shape.length);
  const shape = [...first.shape];
  shape[axis] = all.reduce((sum, one) => sum + one.shape[axis]!, 0);
  const fits = ({ shape: its }: Constant) => its.length === shape.length && its.every((extent, n) => n === axis || extent === shape[n]);
  if (!all.every(fits)) throw node.refuse('tensors that fit each other', 'others');
  budget.take(product(shape));
  const data = first.data instanceof Float32Array ? new Float32Array(product(shape)) : new Float64Array(product(shape));
  const row = product(shape.slice(axis));
  let offset = 0;
  for (const one of all) {
    const piece = product(one.shape.slice(axis));
    for (let n = 0; n * piece < one.data.length && piece > 0; ++n) data.set(one.data.subarray(n * piece, (n + 1) * piece), n * row + offset);
    offset += piece;
  }
  return constant(data, shape);
}

/** 0: as it was; -1: what is left. */
function reshape(node: Node, x: Constant, target: readonly number[]): Constant {
  const shape = target.map((extent, axis) => (extent === 0 ? (x.shape[axis] ?? 0) : extent));
  const known = product(shape.filter((extent) => extent !== -1));
  const all = shape.map((extent) => (extent === -1 ? x.data.length / known : extent));
  if (product(all) !== x.data.length || !all.every(isExtent)) throw node.refuse(`a shape of ${x.data.length} elements`, `[${target.join(', ')}]`);
  return constant(x.data, all);
}

function squeezed(node: Node, x: Constant, axes: readonly number[] | undefined): Constant {
  const dropped = axes?.map((axis) => axisOf(node, axis, x.shape.length)) ?? x.shape.flatMap((extent, axis) => (extent === 1 ? axis : []));
  return constant(x.data, x.shape.filter((_, axis) => !dropped.includes(axis)));
}

/** Where axes of extent 1 come in. */
export function unsqueezed<Item>(node: Node, items: readonly Item[], axes: readonly number[], one: Item): Item[] {
  const rank = items.length + axes.length;
  const added = new Set(axes.map((axis) => axisOf(node, axis, rank)));
  if (added.size !== axes.length) throw node.refuse('different axes', 'the same twice');
  const rest = [...items];
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? one : rest.shift()!));
}

const operators: Record<string, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Equal: (a, b) => Number(a === b),
  Pow: (a, b) => a ** b,
};

const functions: Record<string, (x: number) => number> = { Sqrt: Math.sqrt, Neg: (x) => -x, Reciprocal: (x) => 1 / x, Identity: (x) => x };

/** Axes of extent 1 stand for as many as the others have. */
function broadcast(node: Node, shapes: readonly (readonly number[])[]): { shape: number[]; strides: number[][] } {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const padded = shapes.map((shape) => [...Array<number>(rank - shape.length).fill(1), ...shape]);
  const shape = Array.from({ length: rank }, (_, axis) => Math.max(...padded.map((one) => one[axis]!)));
  if (!padded.every((one) => one.every((extent, axis) => extent === 1 || extent === shape[axis]))) throw node.refuse('shapes that fit each other', 'others');
  const strides = padded.map((one) => stridesOf(one).map((stride, axis) => (one[axis] === 1 ? 0 : stride)));
  return { shape, strides };
}

function combined(node: Node, a: Constant, b: Constant, budget: Budget): Constant {
  const { shape, strides } = broadcast(node, [a.shape, b.shape]);
  const [left, right] = strides.map((one, n) => picked([a, b][n]!, shape, budget, (index) => dot(index, one)));
  const whole = a.data instanceof Float64Array;
  const compute = operators[node.operator]!;
  const value = (_: unknown, n: number) => (whole && node.operator === 'Div' ? Math.trunc : Number)(compute(left!.data[n]!, right!.data[n]!));
  return constant(left!.data.map(value), shape);
}

function where(node: Node, condition: Constant, a: Constant, b: Constant, budget: Budget): Constant {
  const { shape, strides } = broadcast(node, [condition.shape, a.shape, b.shape]);
  const [c, left, right] = strides.map((one, n) => picked([condition, a, b][n]!, shape, budget, (index) => dot(index, one)));
  return constant(left!.data.map((value, n) => (c!.data[n] ? value : right!.data[n]!)), shape);
}

/** @throws TypeError for another shape than x goes into. */
function expand(node: Node, x: Constant, target: readonly number[], budget: Budget): Value {
  if (target.some(Number.isNaN)) {
    if (x.data.every((one) => one === x.data[0])) return { kind: 'fill', value: x.data[0] ?? 0 };
    throw node.refuse('a shape that is known', 'one that depends on the data');
  }
  const { shape, strides } = broadcast(node, [x.shape, target]);
  return picked(x, shape, budget, (index) => dot(index, strides[0]!));
}

/** Zeros for states have the batch's size, which is not known. Shapes, which are made by it too, are short. */
const longestShape = 4096;

function filled(node: Node, { data: extents }: Constant, budget: Budget): Value {
  const { data } = node.tensor('value') ?? constant(Float32Array.of(0), [1]);
  const value = data[0] ?? 0;
  const count = product(Array.from(extents));
  if (!extents.every(isExtent) || count > longestShape) return { kind: 'fill', value };
  budget.take(count);
  const all = data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  return constant(all.fill(value), Array.from(extents));
}

function converted({ data, shape }: Constant, kind: number): Constant {
  if (isFloat(kind)) return constant(Float32Array.from(data), shape);
  return constant(Float64Array.from(data, (one) => (Number.isNaN(one) ? one : Math.trunc(one))), shape);
}

/** How many inputs an operator needs at least, where that is more than one. */
const least: Record<string, number> = { Gather: 2, Expand: 2, Where: 3, ...Object.fromEntries(Object.keys(operators).map((name) => [name, 2])) };

/** What a node of constants gives; undefined where it is none of those that are known. */
export function folded(node: Node, inputs: readonly (Value | undefined)[], budget: Budget): Value | undefined {
  const [x, ...more] = inputs as [Constant, ...Constant[]];
  const { operator } = node;
  const wanted = operator === 'Concat' ? Math.max(inputs.length, 1) : (least[operator] ?? 1);
  if (inputs.slice(0, wanted).filter((input) => input?.kind === 'constant').length < wanted) throw node.refuse('all of its inputs', 'some');
  if (operator in functions && more.length === 0) return constant(x.data.map((one) => functions[operator]!(one)), x.shape);
  if (operator in operators) return combined(node, x, more[0]!, budget);
  switch (operator) {
    case 'Cast':
      return converted(x, node.int('to', 1));
    case 'Shape':
      return constant(Float64Array.from(x.shape), [x.shape.length]);
    case 'Transpose':
      return transpose(node, x, budget);
    case 'Slice':
      return slice(node, x, inputs, budget);
    case 'Gather':
      return gather(node, x, more[0]!, budget);
    case 'Concat':
      return concat(node, inputs as Constant[], budget);
    case 'Reshape':
      return reshape(node, x, list(node, 'shape', more[0]) ?? []);
    case 'Squeeze':
      return squeezed(node, x, list(node, 'axes', more[0]));
    case 'Unsqueeze':
      return constant(x.data, unsqueezed(node, x.shape, list(node, 'axes', more[0]) ?? [], 1));
    case 'Where':
      return where(node, x, more[0]!, more[1]!, budget);
    case 'Expand':
      return expand(node, x, Array.from(more[0]!.data), budget);
    case 'ConstantOfShape':
      return filled(node, x, budget);
    default:
      return undefined;
  }
}
