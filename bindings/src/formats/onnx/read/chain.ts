// A graph walked through from its constants and its input to its output: what the data go through is a chain of layers.
import type { Layer } from '../../../api/layers.js';
import { affine, settle } from './extended.js';
import { folded } from './folding.js';
import { needed, type Node, type OnnxGraph } from './graph.js';
import { cellNames, lengthsInput, recurrent } from './recurrent.js';
import { rows } from './rows.js';
import { type Axis, Budget, type Entry, type Flow, type Role, type State, type Value } from './values.js';

const movers = new Set(['Identity', 'Cast', 'Transpose', 'Squeeze', 'Unsqueeze', 'Slice', 'Reshape', 'Gather', 'Expand']);

const advice: Record<string, string> = {
  Loop: 'exporters write cells as loops where they have no node for them: open the Keras model itself, with lstm-wasm/keras',
  Scan: 'export the cell as an LSTM, GRU or RNN node',
  If: 'export the model for inputs of one kind, without control flow',
};

/** Of constants: as they are written, or as they are computed. One number everywhere stays so, however it is moved; so do
 * states. */
function constantOf(node: Node, inputs: readonly (Value | undefined)[], budget: Budget): Value {
  if (node.operator === 'Constant') {
    const whole = node.ints('value_ints') ?? (node.has('value_int') ? [node.int('value_int', 0)] : undefined);
    const written = node.tensor('value') ?? (whole && ({ kind: 'constant', data: Float64Array.from(whole), shape: node.has('value_ints') ? [whole.length] : [] } as const));
    const number = node.has('value_float') ? ({ kind: 'constant', data: Float32Array.of(node.float('value_float', 0)), shape: [] } as const) : undefined;
    const value = written ?? number;
    if (value) return value;
  }
  const moved = inputs[0];
  if (moved?.kind === 'fill' || moved?.kind === 'state') {
    const isJoined = node.operator === 'Concat' && inputs.every((one) => one?.kind === 'fill' && moved.kind === 'fill' && one.value === moved.value);
    if (movers.has(node.operator) || isJoined) return moved;
  }
  const value = inputs.some((input) => input && input.kind !== 'constant') ? undefined : folded(node, inputs, budget);
  if (value) return value;
  throw unknown(node);
}

const unknown = (node: Node) => node.refuse('nodes that layers here have', '', advice[node.operator]);

/** The edges' values, as they become known. */
class Walk {
  readonly notes: string[] = [];
  readonly #values = new Map<string, Value>();
  readonly #budget: Budget;
  readonly #weighed = new Set<object>();
  /** Of the data, as they come in. */
  readonly input: readonly Axis[];

  constructor(
    readonly graph: OnnxGraph,
    bytes: number,
  ) {
    this.#budget = new Budget(bytes);
    this.input = (graph.inputs[0]?.shape ?? []).map((size): Axis => ({ role: undefined, size }));
  }

  value(name: string, of: string): Value {
    const value = this.#values.get(name) ?? this.graph.constants.get(name) ?? this.#given(name);
    if (value) return value;
    throw new TypeError(`lstm: expected nodes in the order of computation, got ${of} before '${name}'`);
  }

  /** The first input is the data; others may be states. */
  #given(name: string): Flow | State | undefined {
    const at = this.graph.inputs.findIndex((one) => one.name === name);
    if (at > 0) return { kind: 'state', name };
    return at < 0 ? undefined : { kind: 'flow', axes: this.input, parts: [{ entries: [] }], reversed: false };
  }

  step(node: Node): void {
    const inputs = node.inputs.map((name, n) => (name === '' || this.#isLengths(node, n) ? undefined : this.value(name, node.words)));
    const given = this.#compute(node, inputs);
    for (const value of given) if (value.kind === 'flow') for (const { entries } of value.parts) this.#weigh(entries.at(-1));
    node.outputs.forEach((name, n) => given[n] && this.#values.set(name, given[n]));
  }

  #isLengths(node: Node, input: number): boolean {
    const is = node.operator in cellNames && input === lengthsInput;
    if (is) this.#note('Takes sequences of unequal lengths as they are, where the file takes their lengths.');
    return is;
  }

  /** A layer's weights, once: constants may be those of many layers. */
  #weigh(entry: Entry | undefined): void {
    if (!entry || this.#weighed.has(entry.id)) return;
    this.#weighed.add(entry.id);
    this.#budget.take(Object.values(entry.weights).reduce((sum, { data }) => sum + data.length, 0));
  }

  #note(sentence: string): void {
    if (!this.notes.includes(sentence)) this.notes.push(sentence);
  }

  #compute(node: Node, inputs: readonly (Value | undefined)[]): Value[] {
    if (node.operator in cellNames) {
      for (const input of inputs) if (input?.kind === 'state') this.#note(`Begins with zeros where the file takes '${input.name}': predict takes states with every call.`);
      return recurrent(node, inputs);
    }
    const other = inputs.find((input) => input?.kind === 'state');
    if (other && !movers.has(node.operator)) throw node.refuse('one input that layers read one after the other', `another, '${other.name}'`);
    if (node.operator === 'LogSoftmax' && node.outputs[0] === this.graph.outputs[0]) {
      this.#note('Gives probabilities where the file gives their logarithms.');
      return this.#compute(node.as('Softmax'), inputs);
    }
    const flow = inputs.find((input) => input?.kind === 'flow');
    if (!flow) return [constantOf(node, inputs, this.#budget)];
    const row = Object.hasOwn(rows, node.operator) ? rows[node.operator] : undefined;
    if (!row) throw unknown(node);
    return [row(node, flow, inputs)];
  }
}

/** Layers one after the other, with their weights, and what is to know of input and output. */
export interface Chain {
  entries: readonly Entry[];
  input: readonly Axis[];
  notes: string[];
}

const skipped = (node: Node, input: number) => node.operator in cellNames && input === lengthsInput;

export function chainOf(graph: OnnxGraph, bytes: number): Chain {
  const [output, ...others] = graph.outputs;
  if (output === undefined) throw new TypeError('lstm: expected a graph with an output, got one without');
  const walk = new Walk(graph, bytes);
  const nodes = needed(graph, output, skipped);
  const hopeless = nodes.find(({ operator }) => Object.hasOwn(advice, operator)); // told before what only leads to it
  if (hopeless) throw unknown(hopeless);
  for (const node of nodes) walk.step(node);
  const result = walk.value(output, 'the output');
  if (result.kind !== 'flow') throw new TypeError(`lstm: expected '${output}' to depend on the input, got constants`);
  settle(walk.input);
  const { entries } = result.parts.length === 1 && result.parts[0]!.half === undefined ? result.parts[0]! : unmerged(output);
  expectOrder(result, output);
  return { entries, input: walk.input, notes: [...walk.notes, ...others.map((name) => `Left out the output '${name}'.`), ...rewritten(entries), ...laidOut(walk.input, result)] };
}

const rewritten = (entries: readonly Entry[]) =>
  entries.some(({ id }) => affine.has(id)) ? ['Made batch normalizations of products and sums with constants: of mean 0 and variance 1.'] : [];

function unmerged(output: string): never {
  throw new TypeError(`lstm: expected both directions of a layer together, got them apart as '${output}'; concatenate them first`);
}

function expectOrder({ reversed, axes }: Flow, output: string): void {
  if (!reversed || !axes.some(({ role }) => role === 'time')) return;
  throw new TypeError(`lstm: expected steps in the order that layers give them, got them turned round as '${output}'`);
}

const inWords = (axes: readonly Axis[]) => `[${axes.map(({ role }) => (role === 'one' ? '1' : (role ?? 'any'))).join(', ')}]`;

const order: readonly (Role | undefined)[] = ['batch', 'time', 'features'];

/** Are they in the order that they have here, and no others? */
const isOrdered = (axes: readonly Axis[]) => {
  const places = axes.map(({ role }) => order.indexOf(role));
  return places.every((place, n) => place > (places[n - 1] ?? -1));
};

/** Where the axes are others than here. */
function laidOut(input: readonly Axis[], { axes }: Flow): string[] {
  const isUsual = isOrdered(axes) && axes.at(-1)?.role === 'features';
  return [
    ...(isOrdered(input) ? [] : [`The file reads ${inWords(input)}; here the batch is first, and features are last.`]),
    ...(isUsual ? [] : [`The file gives ${inWords(axes)}; here the batch is first, and features are last.`]),
  ];
}

/** The last axis of what the first layer reads. */
function featuresOf({ weights }: Entry): number {
  const { weight_ih_l0: ih, weight } = weights;
  return (ih ?? weight)?.shape.at(ih || weight!.shape.length !== 3 ? -1 : 1) ?? Number.NaN;
}

const ofFixedSteps = ['flatten', 'permute', 'reshape'];

/** The layers, the first of them with the shape of its input. */
export function layersOf({ entries, input }: Chain): Layer[] {
  const [first, ...rest] = entries.map(({ layer }) => layer);
  if (!first) throw new TypeError('lstm: expected a graph with layers, got one that does nothing');
  if (first.type === 'embedding') return [first, ...rest];
  const features = input.find(({ role }) => role === 'features')?.size ?? input.at(-1)!.size;
  const time = input.find(({ role }) => role === 'time') ?? input[1];
  const isFixed = entries.some(({ layer }) => ofFixedSteps.includes(layer.type)) && !Number.isNaN(time!.size);
  const size = Number.isNaN(features) ? featuresOf(entries[0]!) : features;
  const inputShape = input.length === 2 ? [size] : [isFixed ? time!.size : null, size];
  const shaped = 'layer' in first ? { ...first, layer: { ...first.layer, inputShape } } : { ...first, inputShape };
  return [shaped as Layer, ...rest];
}

