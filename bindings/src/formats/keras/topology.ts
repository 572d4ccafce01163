// A model's configuration as Keras 2, Keras 3 and TensorFlow.js write it, as calls of layers in an order in which each
// reads earlier ones.
import { type Arguments, callsOf, type Source, sourceOf, sourcesIn } from './calls.js';
import { isObject, type Json } from './options.js';

/** A layer as Keras describes it. */
export interface KerasLayer {
  className: string;
  name: string;
  config: Json;
}

/** A layer, called. */
export interface Call extends Arguments {
  layer: KerasLayer;
  /** Which of its calls, counted from 0. */
  call: number;
}

/** A model as Keras describes it. */
export interface Topology {
  /** In the configuration's order. */
  layers: KerasLayer[];
  /** Each after those that it reads. */
  calls: Call[];
  /** Of a Sequential none: it has one. */
  inputs: Source[];
  outputs: Source[];
  /** What a Sequential reads, batch first, if the model says it and no layer does. */
  builtShape: unknown;
}

const mostLayers = 4096;

const expected = (what: string, value: unknown) =>
  new TypeError(`lstm: expected ${what} in the configuration of the model, got ${JSON.stringify(value)?.slice(0, 200)}`);

/** Throws TypeError for what is neither a Sequential nor a Functional. */
export function topologyOf(model: unknown): Topology {
  if (!isObject(model)) throw expected('a model', model);
  const { class_name: className, config } = model;
  if (className === 'Sequential') return sequential(config);
  if (className === 'Functional' || className === 'Model') return functional(config);
  throw expected('a Sequential or a Functional', className);
}

const first = (layer: string): Source => ({ layer, call: 0, output: 0 });

/** @param config - of old files it is the list of layers itself */
function sequential(config: unknown): Topology {
  const { layers: list = config, build_input_shape: builtShape, build_config } = (config ?? {}) as Json;
  const layers = listed(list).map(layerOf);
  const calls = layers.map((layer, n) => {
    const before = layers[n - 1];
    return { layer, call: 0, inputs: before ? [first(before.name)] : [], states: [], masks: [], numbers: [] };
  });
  const { input_shape } = (build_config ?? {}) as Json;
  return { layers, calls, inputs: [], outputs: [first(layers.at(-1)!.name)], builtShape: builtShape ?? input_shape };
}

function functional(config: unknown): Topology {
  if (!isObject(config)) throw expected('a configuration', config);
  const list = listed(config.layers);
  const layers = list.map(layerOf);
  const calls = layers.flatMap((layer, n) => {
    const its = callsOf((list[n] as Json).inbound_nodes, `${layer.className} '${layer.name}'`);
    const made = its.length > 0 ? its : [{ inputs: [], states: [], masks: [], numbers: [] }];
    return made.map((call, which) => ({ layer, call: which, ...call }));
  });
  const [inputs, outputs] = [config.input_layers, config.output_layers].map((ends) => sourcesIn(ends).map(sourceOf));
  return { layers, calls: ordered(calls), inputs: inputs!, outputs: outputs!, builtShape: undefined };
}

const key = ({ layer, call }: Pick<Source, 'layer' | 'call'>) => `${call} ${layer}`;

/** Each after those that it reads. Throws TypeError for circles and for what there is not. */
function ordered(calls: Call[]): Call[] {
  const byKey = new Map(calls.map((call) => [key({ layer: call.layer.name, call: call.call }), call]));
  const order = new Set<Call>();
  const open = new Set<Call>();
  for (const start of calls) {
    const stack = [start];
    while (stack.length > 0) {
      const call = stack.at(-1)!;
      const waiting = open.has(call) || order.has(call) ? [] : [...call.inputs, ...call.states, ...call.masks];
      open.add(call);
      const before = waiting.map((source) => byKey.get(key(source)) ?? throwMissing(source)).filter((its) => !order.has(its));
      if (before.some((its) => open.has(its))) throw expected('layers that read earlier ones', call.layer.name);
      stack.push(...before);
      if (before.length === 0) order.add(stack.pop()!);
    }
  }
  return [...order];
}

function throwMissing({ layer }: Source): never {
  throw expected('layers that there are', layer);
}

function listed(layers: unknown): unknown[] {
  if (!Array.isArray(layers) || layers.length === 0) throw expected('layers', layers);
  if (layers.length > mostLayers) throw expected(`at most ${mostLayers} layers`, layers.length);
  return layers;
}

function layerOf(layer: unknown): KerasLayer {
  if (!isObject(layer) || !isObject(layer.config)) throw expected('a layer', layer);
  const { class_name: className, config, module, registered_name } = layer;
  const name = config.name ?? layer.name;
  if (typeof className !== 'string' || typeof name !== 'string') throw expected('a layer with a name', layer);
  const isKeras = module === undefined || module === null || /^(keras|tf_keras|tensorflow\.keras)\b/.test(String(module));
  const isRenamed = typeof registered_name === 'string' && registered_name !== className;
  if (isKeras && !isRenamed) return { className, name, config };
  throw new TypeError(`lstm: expected layers of Keras, got ${className} '${name}', which is of ${isRenamed ? registered_name : module}: put a layer of Keras in its place, and save it again`);
}
