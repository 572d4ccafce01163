// Keras's layers one after the other, as ours.
import type { Tensor } from '../../values/tensor.js';
import { isSilent, kindOf, unwrapped } from './classes.js';
import type { Shape } from './kind.js';
import type { KerasFile } from './file.js';
import { type Json, type Reading, readOptions } from './options.js';
import type { KerasLayer, Topology } from './topology.js';
import { weightsOf } from './variables.js';

/** Reads the layers, from the first one on. Throws TypeError for one that is not ours. */
export class Chain {
  /** Descriptions of ours. */
  readonly layers: Json[] = [];
  readonly weights: Record<string, Tensor> = {};
  readonly notes: string[] = [];
  readonly #version: number;
  #shape: Shape;
  #isMasked = false;

  constructor(
    readonly file: KerasFile,
    topology: Topology,
  ) {
    this.#version = Number.parseInt(file.version) || 2; // which TensorFlow.js is, too
    const [first, ...others] = inOrder(topology);
    const start = first!.config.batch_input_shape ?? first!.config.batch_shape ?? topology.builtShape;
    this.#shape = shapeOf(start ?? (first!.className === 'Embedding' ? [null, null] : undefined));
    for (const layer of first!.className === 'InputLayer' ? others : [first!, ...others]) this.#read(layer);
  }

  #read(layer: KerasLayer): void {
    const its = unwrapped(layer);
    const { config, name } = its;
    if (isSilent(its)) {
      this.notes.push(`${its.className} '${name}' is dropped, for it only trains`);
      return;
    }
    const kind = kindOf(its);
    const reading: Reading = { where: `${its.className} '${name}'`, version: this.#version, input: this.#shape, notes: this.notes };
    const ours: Json = { type: kind.type, name, ...kind.always, ...readOptions(config, kind.options, reading) };
    if (config.trainable === false) ours.trainable = false;
    const weights = weightsOf(kind, ours, this.#shape, config, this.file.variables(layer), reading.where);
    if (this.#shape.at(-1) === null) this.#shape = asRead(this.#shape, weights);
    Object.assign(this.weights, weights);
    this.#tell(ours, config, reading.where);
    this.#add(ours, reading.where);
    this.#shape = kind.output(ours, this.#shape);
  }

  /** What is otherwise here than there. */
  #tell(ours: Json, config: Json, where: string): void {
    const { returnSequences } = { ...(ours.layer as Json), ...ours };
    const hasZeros = ours.type === 'bidirectional' || config.zero_output_for_mask === true;
    if (this.#isMasked && returnSequences && hasZeros) {
      this.notes.push(`${where} gives its last output at masked steps, where Keras gives zeros`);
    }
    this.#isMasked ||= ours.type === 'masking' || ours.maskZero === true;
  }

  #add(ours: Json, where: string): void {
    const before = this.layers.at(-1);
    if (!before && ['dropout', 'spatialDropout1D'].includes(ours.type as string)) {
      this.notes.push(`${where} is dropped, for it comes first`);
    } else if (ours.type === 'activation' && before && hasActivation(before) && isLinear(before)) {
      before.activation = ours.activation;
    } else {
      this.layers.push(before ? ours : reading(ours, this.#shape));
    }
  }
}

/** Dense layers and convolutions have one of their own. */
const hasActivation = ({ type }: Json) => ['dense', 'conv1D', 'conv2D'].includes(type as string);

const isLinear = ({ activation = 'linear' }: Json) => activation === 'linear';

/** A first layer: it says what it reads, but for an embedding, which reads tokens. */
function reading(layer: Json, inputShape: Shape): Json {
  if (layer.type === 'embedding') return layer;
  if (layer.type !== 'bidirectional') return { ...layer, inputShape };
  return { ...layer, layer: { ...(layer.layer as Json), inputShape } };
}

/** Features that no layer says are those that the first weight is for: `[outputs, inputs]`. */
function asRead(shape: Shape, weights: Record<string, Tensor>): Shape {
  const [first] = Object.values(weights);
  return first ? [...shape.slice(0, -1), first.shape[1]!] : shape;
}

/** @param shape - with the batch */
function shapeOf(shape: unknown): Shape {
  const isExtent = (extent: unknown) => extent === null || (Number.isInteger(extent) && (extent as number) > 0);
  if (Array.isArray(shape) && shape.length > 1 && shape.every(isExtent)) return shape.slice(1);
  const got = shape === undefined ? 'none' : JSON.stringify(shape);
  throw new TypeError(`lstm: expected the shape of the model's input, got ${got}: build it with an Input, and save it again`);
}

/** Layers so that each reads the one before it. Throws TypeError for a graph. */
function inOrder({ layers, outputs }: Topology): KerasLayer[] {
  const after = new Map<string, KerasLayer>();
  for (const layer of layers) {
    const [from, ...others] = layer.from;
    if (from === undefined && layer === layers.find(({ from: its }) => its.length === 0)) continue;
    if (from === undefined || others.length > 0 || after.has(from)) throw graph(layer);
    after.set(from, layer);
  }
  const order: KerasLayer[] = [];
  let next = layers.find(({ from }) => from.length === 0);
  while (next) {
    order.push(next);
    if (order.length > layers.length) throw graph(next);
    next = after.get(next.name);
  }
  if (order.length === layers.length && outputs.length === 1 && outputs[0] === order.at(-1)!.name) return order;
  throw graph(layers.at(-1)!);
}

const graph = ({ className, name }: KerasLayer) =>
  new TypeError(`lstm: expected layers one after the other, got a graph at ${className} '${name}': save a part of it that is a chain`);
