// A model's configuration as Keras 2, Keras 3 and TensorFlow.js write it, as layers and what each reads.
import type { Json } from './options.js';

/** A layer as Keras describes it. */
export interface KerasLayer {
  className: string;
  name: string;
  config: Json;
  /** The layers whose outputs it reads, by name; in a Sequential the one before it. */
  from: string[];
}

/** A model as Keras describes it. */
export interface Topology {
  layers: KerasLayer[];
  outputs: string[];
  /** What the first layer of a Sequential reads, batch first, if the model says it and no layer does. */
  builtShape: unknown;
}

const mostLayers = 4096;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

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

/** @param config - of old files it is the list of layers itself */
function sequential(config: unknown): Topology {
  const { layers = config, build_input_shape: builtShape, build_config } = (config ?? {}) as Json;
  const list = listed(layers).map((layer) => layerOf(layer, []));
  list.slice(1).forEach((layer, n) => layer.from.push(list[n]!.name));
  const { input_shape } = (build_config ?? {}) as Json;
  return { layers: list, outputs: list.slice(-1).map(({ name }) => name), builtShape: builtShape ?? input_shape };
}

function functional(config: unknown): Topology {
  if (!isObject(config)) throw expected('a configuration', config);
  const layers = listed(config.layers).map((layer) => layerOf(layer, inbound((layer as Json).inbound_nodes)));
  return { layers, outputs: references(config.output_layers), builtShape: undefined };
}

function listed(layers: unknown): unknown[] {
  if (!Array.isArray(layers) || layers.length === 0) throw expected('layers', layers);
  if (layers.length > mostLayers) throw expected(`at most ${mostLayers} layers`, layers.length);
  return layers;
}

function layerOf(layer: unknown, from: string[]): KerasLayer {
  if (!isObject(layer) || !isObject(layer.config)) throw expected('a layer', layer);
  const { class_name: className, config, module, registered_name } = layer;
  const name = config.name ?? layer.name;
  if (typeof className !== 'string' || typeof name !== 'string') throw expected('a layer with a name', layer);
  const isKeras = module === undefined || module === null || /^(keras|tf_keras|tensorflow\.keras)\b/.test(String(module));
  const isRenamed = typeof registered_name === 'string' && registered_name !== className;
  if (isKeras && !isRenamed) return { className, name, config, from };
  throw new TypeError(`lstm: expected layers of Keras, got ${className} '${name}', which is of ${isRenamed ? registered_name : module}: put a layer of Keras in its place, and save it again`);
}

/** What a layer is called with: it may be called once. */
function inbound(nodes: unknown): string[] {
  if (!Array.isArray(nodes) || nodes.length === 0) return [];
  if (nodes.length > 1) throw expected('layers that are used once', nodes);
  const [node] = nodes;
  if (Array.isArray(node)) return references(node);
  const { args, kwargs } = (node ?? {}) as Json;
  expectPlain(kwargs);
  return tensors(args);
}

/** Keras 2: lists of [name, call, output, options], nested or not. */
function references(value: unknown): string[] {
  if (!Array.isArray(value)) return isObject(value) ? Object.values(value).flatMap(references) : [];
  if (typeof value[0] !== 'string') return value.flatMap(references);
  const [name, call, output, options] = value;
  if (call !== 0 || output !== 0) throw expected('the only output of a layer that is used once', value);
  expectPlain(options);
  return [name];
}

/** Keras 3: tensors, with where they are from, nested in lists. */
function tensors(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tensors);
  if (!isObject(value) || value.class_name !== '__keras_tensor__') return [];
  return references((value.config as Json)?.keras_history);
}

/** What a call may be told without changing a prediction. */
function expectPlain(options: unknown): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === null || value === false) continue;
    throw expected(`no ${name} of a call`, value);
  }
}
