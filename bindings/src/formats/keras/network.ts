// Keras's layers as nodes of ours: what each is, its weights, and what it reads.
import type { Tensor } from '../../values/tensor.js';
import type { Source } from './calls.js';
import { isSilent, kindOf, unwrapped } from './classes.js';
import type { KerasFile } from './file.js';
import type { Shape } from './kind.js';
import { Masks } from './masks.js';
import { type Json, type Reading, readOptions } from './options.js';
import type { Call, KerasLayer, Topology } from './topology.js';
import { weightsOf } from './variables.js';

/** An output of a node. */
export interface Flow {
  node: number;
  output: number;
  shape: Shape;
  /** May some of its steps be padding? */
  isMasked: boolean;
}

/** A layer of ours, or an input. */
export interface Node {
  layer: Json;
  inputs: Flow[];
  states: Flow[];
  /** It is an earlier node once more. */
  again?: number;
}

const told = (source: Source) => `${source.call} ${source.output} ${source.layer}`;

/** Reads the calls in their order. Throws TypeError for a layer that is not ours. */
export class Network {
  readonly nodes: Node[] = [];
  /** Those that are inputs, in the model's order. */
  readonly inputs: number[];
  readonly outputs: Flow[];
  readonly weights: Record<string, Tensor> = {};
  readonly notes: string[] = [];
  readonly #flows = new Map<string, Flow>();
  readonly #first = new Map<string, number>(); // node of a layer's first call
  readonly #masks: Masks;
  readonly #version: number;

  constructor(
    readonly file: KerasFile,
    topology: Topology,
  ) {
    this.#version = Number.parseInt(file.version) || 2; // which TensorFlow.js is, too
    this.#masks = new Masks(topology.calls);
    const calls = topology.calls.filter((call) => !this.#masks.has(call));
    for (const call of calls) this.#read(call, topology);
    const named = topology.inputs.map((source) => this.#flow(source, 'the inputs').node);
    this.inputs = named.length > 0 ? named : [0];
    this.outputs = topology.outputs.map((source) => this.#flow(source, 'the outputs'));
  }

  #flow(source: Source, where: string): Flow {
    const flow = this.#flows.get(told(source));
    if (flow) return flow;
    throw new TypeError(`lstm: expected ${where} to read outputs that layers have, got ${source.output} of '${source.layer}'`);
  }

  #read(call: Call, { builtShape }: Topology): void {
    const { layer } = call;
    if (layer.className === 'InputLayer') {
      this.#give(call, this.#input(layer.name, layer.config, undefined));
      return;
    }
    const where = `${layer.className} '${layer.name}'`;
    const inputs = call.inputs.map((source) => this.#flow(source, where));
    if (inputs.length === 0) inputs.push(this.#input(`${layer.name}_input`, layer.config, startOf(layer, builtShape)));
    this.#masks.expectKnown(call, where);
    if (isSilent(layer)) {
      this.notes.push(`${where} is dropped, for it only trains`);
      this.#give(call, inputs[0]!);
      return;
    }
    const again = this.#first.get(layer.name);
    const node = again === undefined ? this.#layer(layer, inputs) : { layer: this.nodes[again]!.layer, again };
    this.#add(call, node, inputs);
  }

  #input(name: string, config: Json, start: unknown): Flow {
    const shape = shapeOf(config.batch_input_shape ?? config.batch_shape ?? start, name);
    this.nodes.push({ layer: { type: 'input', name, shape }, inputs: [], states: [] });
    return { node: this.nodes.length - 1, output: 0, shape, isMasked: false };
  }

  /** A layer's first call: what it is, and its weights. */
  #layer(layer: KerasLayer, inputs: Flow[]): Pick<Node, 'layer'> {
    const its = unwrapped(layer);
    const { config, name } = its;
    const kind = kindOf(its);
    const reading: Reading = { where: `${its.className} '${name}'`, version: this.#version, input: inputs[0]!.shape, notes: this.notes };
    const ours: Json = { type: kind.type, name, ...kind.always, ...readOptions(config, kind.options, reading) };
    if (config.trainable === false) ours.trainable = false;
    const weights = weightsOf(kind, ours, inputs[0]!.shape, config, this.file.variables(layer), reading.where);
    this.#asRead(inputs[0]!, weights);
    Object.assign(this.weights, weights);
    this.#tell(ours, config, reading.where, inputs[0]!);
    return { layer: ours };
  }

  /** Features that no input says are those that the first weight is for: `[outputs, inputs, ...]`. */
  #asRead(input: Flow, weights: Record<string, Tensor>): void {
    const [first] = Object.values(weights);
    if (input.shape.at(-1) !== null || !first) return;
    const unknown = input.shape;
    const known = [...unknown.slice(0, -1), first.shape[1]!];
    for (const flow of [input, ...this.#flows.values()]) if (flow.shape === unknown) flow.shape = known;
    for (const { layer } of this.nodes) if (layer.shape === unknown) layer.shape = known;
  }

  /** What is otherwise here than there. */
  #tell(ours: Json, config: Json, where: string, { isMasked }: Flow): void {
    const { returnSequences } = { ...(ours.layer as Json), ...ours };
    const hasZeros = ours.type === 'bidirectional' || config.zero_output_for_mask === true;
    if (isMasked && returnSequences && hasZeros) {
      this.notes.push(`${where} gives its last output at masked steps, where Keras gives zeros`);
    }
  }

  #add(call: Call, node: Pick<Node, 'layer' | 'again'>, flows: Flow[]): void {
    const { layer } = node;
    const kind = kindOf(unwrapped(call.layer));
    const [inputs, rest] = kind.states ? [flows.slice(0, 1), flows.slice(1)] : [flows, []];
    if (inputs.length > 1 && !kind.joins) throw new TypeError(`lstm: expected one input of ${call.layer.className} '${call.layer.name}', got ${inputs.length}`);
    const states = [...rest, ...call.states.map((source) => this.#flow(source, call.layer.name))];
    this.nodes.push({ ...node, inputs, states });
    const shapes = [kind.output(layer, inputs[0]!.shape, inputs.map(({ shape }) => shape)), ...(kind.states?.(layer) ?? [])];
    const isMasked = inputs.some((flow) => flow.isMasked) || layer.type === 'masking' || layer.maskZero === true;
    shapes.forEach((shape, output) => {
      this.#give(call, { node: this.nodes.length - 1, output, shape, isMasked: isMasked && shape.length > 1 }, output);
    });
    if (node.again === undefined) this.#first.set(call.layer.name, this.nodes.length - 1);
  }

  #give({ layer, call }: Call, flow: Flow, output = 0): void {
    this.#flows.set(told({ layer: layer.name, call, output }), flow);
  }
}

/** What the first layer of a Sequential reads that says it nowhere else. */
const startOf = ({ className }: KerasLayer, builtShape: unknown) => builtShape ?? (className === 'Embedding' ? [null, null] : undefined);

/** @param shape - with the batch */
function shapeOf(shape: unknown, name: string): Shape {
  const isExtent = (extent: unknown) => extent === null || (Number.isInteger(extent) && (extent as number) > 0);
  if (Array.isArray(shape) && shape.length > 1 && shape.every(isExtent)) return shape.slice(1);
  const got = shape === undefined ? 'none' : JSON.stringify(shape);
  throw new TypeError(`lstm: expected the shape of '${name}', which the model reads, got ${got}: build it with an Input, and save it again`);
}
