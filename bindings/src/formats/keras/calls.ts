// How Keras writes what a layer is called with: version 2 and TensorFlow.js in lists, version 3 in objects.
import { isObject, type Json } from './options.js';

/** An output of a layer's call, all counted from 0. */
export interface Source {
  layer: string;
  call: number;
  output: number;
}

/** What a layer is called with. */
export interface Arguments {
  /** What it reads. */
  inputs: Source[];
  /** What a recurrent layer begins with. */
  states: Source[];
  masks: Source[];
  /** Numbers among the inputs: of operations. */
  numbers: number[];
}

/** Each call of a layer. Throws TypeError for one that is told what changes a prediction. */
export function callsOf(nodes: unknown, where: string): Arguments[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node) => (Array.isArray(node) ? older(node, where) : newer(node, where)));
}

function older(node: unknown[], where: string): Arguments {
  const list = sourcesIn(node);
  const told = list.map(([, , , options]) => (isObject(options) ? options : {}));
  return argumentsOf(list.map(sourceOf), [], Object.assign({}, ...told), where);
}

function newer(node: unknown, where: string): Arguments {
  const { args, kwargs } = isObject(node) ? node : {};
  const numbers = [args].flat().filter((one) => typeof one === 'number');
  return argumentsOf(sourcesIn(args).map(sourceOf), numbers, isObject(kwargs) ? kwargs : {}, where);
}

function argumentsOf(inputs: Source[], numbers: number[], told: Json, where: string): Arguments {
  const { initial_state, mask, ...others } = told;
  for (const [name, value] of Object.entries(others)) {
    if (value === null || value === false) continue;
    throw new TypeError(`lstm: expected no ${name} in a call of ${where}, got ${JSON.stringify(value)?.slice(0, 200)}`);
  }
  return { inputs, numbers, states: sourcesIn(initial_state).map(sourceOf), masks: sourcesIn(mask).map(sourceOf) };
}

/** `[layer, call, output, ...]`, wherever in lists, or in Keras 3's tensors. */
export function sourcesIn(value: unknown): unknown[][] {
  if (Array.isArray(value)) return typeof value[0] === 'string' ? [value] : value.flatMap(sourcesIn);
  if (!isObject(value)) return [];
  if (value.class_name !== '__keras_tensor__') return Object.values(value).flatMap(sourcesIn);
  return sourcesIn((value.config as Json | undefined)?.keras_history);
}

/** Throws TypeError for what is none. */
export function sourceOf([layer, call, output]: unknown[]): Source {
  if (typeof layer === 'string' && Number.isInteger(call) && Number.isInteger(output)) return { layer, call, output } as Source;
  throw new TypeError(`lstm: expected a layer, its call and its output in the configuration of the model, got ${JSON.stringify([layer, call, output])}`);
}
