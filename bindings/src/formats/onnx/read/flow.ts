// The data's axes as nodes move them: none of it computes anything, and layers here have the batch first, then
// steps, features last.
import { axisOf, cuts, unsqueezed, within } from './folding.js';
import type { Node } from './graph.js';
import { lastStep } from './steps.js';
import type { Axis, Flow, Part, Role, Value } from './values.js';

const one: Axis = { role: 'one', size: 1 };
const roles = ({ axes }: Flow) => axes.map(({ role }) => role ?? 'any').join(', ');

export const transposed = (node: Node, flow: Flow): Flow => {
  const rank = flow.axes.length;
  const perm = node.ints('perm') ?? flow.axes.map((_, axis) => rank - 1 - axis);
  if (new Set(perm).size !== rank) throw node.refuse(`a permutation of ${rank} axes`, `[${perm.join(', ')}]`);
  return { ...flow, axes: perm.map((axis) => flow.axes[axisOf(node, axis, rank)]!) };
};

const mayGo: (Role | undefined)[] = ['one', 'directions', 'features'];

/** Axes of one are dropped: of a direction, of a step that was picked, of a feature in the end. */
export function squeezed(node: Node, flow: Flow, axes: readonly number[] | undefined): Flow {
  const rank = flow.axes.length;
  const dropped = axes?.map((axis) => axisOf(node, axis, rank)) ?? flow.axes.flatMap(({ size }, axis) => (size === 1 ? axis : []));
  const wrong = dropped.find((axis) => flow.axes[axis]!.size !== 1 || !mayGo.includes(flow.axes[axis]!.role));
  if (wrong !== undefined) throw node.refuse('axes of a direction, a step or a feature', `axis ${wrong} of [${roles(flow)}]`);
  return { ...flow, axes: flow.axes.filter((_, axis) => !dropped.includes(axis)) };
}

export const withOnes = (node: Node, flow: Flow, axes: readonly number[]): Flow => ({ ...flow, axes: unsqueezed(node, flow.axes, axes, one) });

const directionsOf = ({ axes }: Flow) => axes.findIndex(({ role }) => role === 'directions');

/** One direction, or as many as there are indices, of an axis of them. */
function ofDirections(node: Node, flow: Flow, picks: readonly number[]): Part[] {
  return picks.map((pick) => flow.parts[axisOf(node, pick, flow.parts.length)]!);
}

const withDirections = (flow: Flow, parts: readonly Part[]): Flow => ({
  ...flow,
  parts,
  axes: flow.axes.map((axis) => (axis.role === 'directions' ? { role: 'directions', size: parts.length } : axis)),
});

/** Rows of the data: one step, or some of the directions. A picked step leaves an axis of one. */
function picked(node: Node, flow: Flow, axis: number, picks: readonly number[]): Flow {
  const { role, size } = flow.axes[axis]!;
  if (role === 'directions') return withDirections(flow, ofDirections(node, flow, picks));
  const [step, ...others] = picks;
  if (role === 'features' || role === 'rows' || step === undefined || others.length > 0) throw node.refuse('one step of a sequence', `${picks.length} of [${roles(flow)}]`);
  const end = step === -1 || step === size - 1;
  if (!end && step !== 0) throw node.refuse('the first or the last step of a sequence', `step ${step}`);
  const axes = flow.axes.map((its, n) => (n === axis ? one : its));
  return { ...flow, axes, reversed: false, parts: flow.parts.map((part) => lastStep(node, flow, part, end)) };
}

export function gathered(node: Node, flow: Flow, indices: Value | undefined): Flow {
  const axis = axisOf(node, node.int('axis', 0), flow.axes.length);
  if (indices?.kind !== 'constant') throw node.refuse('constant indices', 'others');
  const rows = picked(node, flow, axis, Array.from(indices.data));
  if (indices.shape.length === 1) return rows;
  if (indices.shape.length > 1) throw node.refuse('indices in a row', `a shape of ${indices.shape.length} axes`);
  return { ...rows, axes: rows.axes.filter((_, n) => n !== axis) };
}

const farther = 2 ** 30; // than any sequence: an end that means the end

/** The whole of an axis, the steps turned round, one of them, or some of the directions. */
function cut(node: Node, flow: Flow, { axis, start, end, step }: ReturnType<typeof cuts>[number]): Flow {
  const { role, size } = flow.axes[axis]!;
  const areSteps = role !== 'features' && role !== 'directions';
  if (step === 1 && start === 0 && (end > farther || end === size)) return flow;
  if (areSteps && step === -1 && (start === -1 || start >= size - 1) && end < -farther) return { ...flow, reversed: !flow.reversed };
  const taken = within(Number.isNaN(size) ? 2 * farther : size, { start, end, step });
  if (!(taken.count >= 1 && taken.count <= flow.parts.length)) throw node.refuse('the last step, or all', `${start} to ${end} of [${roles(flow)}]`);
  const first = start < 0 && Number.isNaN(size) ? start : taken.start;
  return picked(node, flow, axis, Array.from({ length: taken.count }, (_, n) => first + n * step));
}

export function sliced(node: Node, flow: Flow, inputs: readonly (Value | undefined)[]): Flow {
  let result = flow;
  for (const one of cuts(node, flow.axes.length, inputs)) result = cut(node, result, one);
  return result;
}

export const known = (axes: readonly Axis[]) => axes.reduce((all, { size }) => all * size, 1);
const isLeading = (role: Role | undefined) => role !== 'features' && role !== 'directions';

/**
 * Axes that lie beside each other as one, or the other way round: the two directions of a layer, samples and steps
 * as rows. `whole` makes one part of the directions.
 */
export function reshaped(node: Node, flow: Flow, target: readonly number[], whole: (parts: readonly Part[]) => Part): Flow {
  const shape = target.map((extent, axis) => (extent === 0 && !node.int('allowzero', 0) ? flow.axes[axis]?.size : extent) ?? Number.NaN);
  const leading = flow.axes.findIndex(({ role }) => !isLeading(role));
  const [before, after] = [flow.axes.slice(0, leading), flow.axes.slice(leading)];
  const features = known(after);
  const last = shape.at(-1);
  const guessed = last === -1 || Number.isNaN(last); // then it has as many axes as before: else they may be steps
  const fits = leading > 0 && after.every(({ role }) => !isLeading(role)) && (last === features || (guessed && shape.length - 1 === before.filter(({ role }) => role !== 'one').length));
  const heads = rows(before, shape.length - 1);
  if (!fits || !heads) throw node.refuse('a shape that keeps samples, steps and features', `[${target.join(', ')}] of [${roles(flow)}]`);
  const parts = directionsOf(flow) < 0 ? flow.parts : [whole(flow.parts)];
  return { ...flow, parts, axes: [...heads, { role: 'features', size: features }] };
}

/** Of rows that were samples and steps. */
const made = new WeakMap<Axis, readonly Axis[]>();

function rows(axes: readonly Axis[], count: number): readonly Axis[] | undefined {
  const apart = axes.flatMap((axis) => made.get(axis) ?? axis).filter(({ role }) => role !== 'one');
  if (apart.length === count) return apart;
  if (count !== 1) return undefined;
  const merged: Axis = { role: 'rows', size: known(apart) };
  made.set(merged, apart);
  return [merged];
}
