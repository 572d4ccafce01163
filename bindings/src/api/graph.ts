// Graphs of layers, drawn by applying layers to what others give.
import { expectNoMore, expectOptions, kind, type Names } from '../values/expect.js';
import type { AnyShape, LayerOptions } from './layer-options.js';

/** What can be applied: a layer's description. */
interface Drawn extends LayerOptions {
  type: string;
}

/** A layer on its inputs; an input has no inputs. */
interface Use {
  layer: Drawn;
  from: readonly SymbolicTensor[];
  /** In the order of their making, so that each reads earlier ones. */
  order: number;
}

let uses = 0;

/** What a layer will give, in a graph that is being drawn: a layer is applied to it, or a model ends with it. */
export class SymbolicTensor {
  readonly #use: Use;
  readonly #output: number;

  /** @internal Use `input()` or `apply()`. */
  constructor(use: Use, output: number) {
    this.#use = use;
    this.#output = output;
  }

  /** @internal */
  static useOf(tensor: SymbolicTensor): Use {
    return tensor.#use;
  }

  /** @internal */
  static outputOf(tensor: SymbolicTensor): number {
    return tensor.#output;
  }
}

/** Options of {@link input}. */
export interface InputOptions {
  /** Of a sample: `[I]`, `[T or null, I]`, `[height, width, channels]`; of tokens `[T or null]`. */
  shape: AnyShape;
  /** Its name among the inputs of a model. If left out `input`, then `input_1`, ... */
  name?: string;
  /** `int32`: tokens, for an embedding. Default `'float32'`. */
  dtype?: 'float32' | 'int32';
}

/** @internal */
export const inputNames: Names<InputOptions> = { shape: true, name: true, dtype: true };

/**
 * What comes into a graph of layers.
 * @throws TypeError for a wrong option; what the shape says is checked when a model is made.
 */
export function input(options: InputOptions, ...more: undefined[]): SymbolicTensor {
  expectOptions(options, 'input', inputNames);
  expectNoMore(more, 'input');
  const { shape, dtype } = options;
  if (!Array.isArray(shape)) throw new TypeError(`lstm: expected shape in input to be an array, got ${kind(shape)}`);
  const whole = dtype === 'int32' && shape.length === 1 ? [...shape, 1] : shape;
  const layer = { type: 'input', ...options, shape: whole };
  return new SymbolicTensor({ layer, from: [], order: ++uses }, 0);
}

/** Options of a layer's `apply()`. */
export interface ApplyOptions {
  /** The parts of the state that a recurrent layer begins with: h, and c of an LSTM; of a bidirectional one those of both directions. */
  initialState?: SymbolicTensor | readonly SymbolicTensor[];
}

const applyNames: Names<ApplyOptions> = { initialState: true };

function listed(given: unknown, layer: string): SymbolicTensor[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  for (const one of list) {
    if (one instanceof SymbolicTensor) continue;
    throw new TypeError(`lstm: expected ${layer} to be applied to what input() or another layer gave, got ${kind(one)}`);
  }
  return list as SymbolicTensor[];
}

/** A layer's `apply`. */
export type Apply = <Given extends SymbolicTensor | SymbolicTensor[] = SymbolicTensor>(
  x: SymbolicTensor | readonly SymbolicTensor[],
  options?: ApplyOptions,
  ...more: undefined[]
) => Given;

/** What can be applied in a graph. */
export interface Applicable {
  /**
   * What the layer gives for what another one, or `input()`, gave; for several of a merge or of attention. A list of the output and
   * the parts of the last state where a layer has `returnState`. A layer that is applied again has the same weights.
   */
  apply: Apply;
}

/** The description, which can be applied and has so many outputs. Whatever copies or compares descriptions sees nothing of it. */
export function applicable<Description extends Drawn>(layer: Description, outputs: number): Description & Applicable {
  const apply = (x: unknown, options: ApplyOptions = {}, ...more: undefined[]) => {
    expectOptions(options, 'apply', applyNames);
    expectNoMore(more, 'apply');
    const { initialState = [] } = options;
    const from = [...listed(x, layer.type), ...listed(initialState, layer.type)];
    const use = { layer, from, order: ++uses };
    const all = Array.from({ length: outputs }, (_, n) => new SymbolicTensor(use, n));
    return all.length === 1 ? all[0]! : all;
  };
  if (Object.hasOwn(layer, 'apply')) return layer as Description & Applicable; // an option that nobody knows
  return Object.defineProperty(layer, 'apply', { value: apply }) as Description & Applicable;
}

/** Options of {@link model}. */
export interface ModelOptions {
  /** What `input()` gave, in the order of the data. */
  inputs: SymbolicTensor | readonly SymbolicTensor[];
  /** What the last layers gave. */
  outputs: SymbolicTensor | readonly SymbolicTensor[];
  /** Of the starting weights, the shuffles and dropout: the same seed gives the same numbers. Default 0. */
  seed?: number;
}

/** @internal */
export const modelNames: Names<ModelOptions> = { inputs: true, outputs: true, seed: true };

/** All that outputs come from, in the order of its making. */
function reached(outputs: readonly SymbolicTensor[]): Use[] {
  const all = new Set<Use>();
  const open = outputs.map(SymbolicTensor.useOf);
  for (let use = open.pop(); use !== undefined; use = open.pop()) {
    if (all.has(use)) continue;
    all.add(use);
    open.push(...use.from.map(SymbolicTensor.useOf));
  }
  return [...all].sort((a, b) => a.order - b.order);
}

/** A graph as core reads it: layers in order, each with the numbers of those that it reads. */
export function describedGraph(options: ModelOptions): object {
  expectOptions(options, 'model', modelNames);
  const { inputs, outputs, seed } = options;
  const [first, last] = [listed(inputs, 'a model'), listed(outputs, 'a model')];
  const begins = first.map(SymbolicTensor.useOf);
  const all = reached(last);
  for (const use of begins) {
    if (use.layer.type === 'input' && all.includes(use)) continue;
    throw new TypeError('lstm: expected inputs of a model to be what input() gave, and its outputs to come from each of them');
  }
  const missed = all.find((use) => use.layer.type === 'input' && !begins.includes(use));
  if (missed) throw new TypeError(`lstm: expected all inputs of a model that its outputs come from, got none for ${JSON.stringify(missed.layer)}`);
  const order = [...begins, ...all.filter((use) => !begins.includes(use))];
  const source = (tensor: SymbolicTensor) => {
    const [layer, output] = [order.indexOf(SymbolicTensor.useOf(tensor)), SymbolicTensor.outputOf(tensor)];
    return output > 0 ? `${layer}.${output}` : `${layer}`;
  };
  const layers = order.map((use, n) => {
    const from = use.from.map(source);
    const earlier = order.findIndex(({ layer }) => layer === use.layer);
    if (earlier < n) return { type: 'shared', of: earlier, from };
    return from.length > 0 ? { ...use.layer, from } : { ...use.layer };
  });
  return { layers, outputs: last.map(source), ...(seed !== undefined && { seed }) };
}
