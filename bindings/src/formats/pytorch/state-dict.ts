// The state dict of a file: at its root, or one of the things that a checkpoint keeps together.
import { readSafetensors } from '../../api/safetensors.js';
import { flat } from '../../values/flat.js';
import type { Input } from '../../values/input.js';
import { Tensor } from '../../values/tensor.js';
import { bytesOf, parsed } from '../folder.js';
import { type Amplifier, amplifierOf } from './amplifier.js';
import { opened } from './archive.js';
import type { AnyTensor } from './modules.js';
import { Call, type Value } from './pickle.js';
import { StoredTensor, tensorOf } from './tensors.js';

export interface Found {
  dict: Map<string, AnyTensor>;
  /** What the file has beside it. */
  left: string[];
  /** What the file says of its network, which most do not. */
  amplifier?: Amplifier;
  read(tensor: AnyTensor, name: string): Tensor;
}

const mostNesting = 8;

const wholeModule = (name: string) =>
  new TypeError(
    `lstm: expected a state dict, got a whole module, ${name}, which only its own Python code can make again; ` +
      'torch.save(model.state_dict(), ...) there makes a file of its weights',
  );

/** An optimizer's state has tensors, too: moments of weights. */
const isOptimizer = (map: Map<Value, Value>) => map.has('param_groups');

/** Of a batch normalization: it counts its batches. */
const isCounter = /(^|\.)num_batches_tracked$/;

/** Goes through dictionaries within dictionaries, each once. */
class Search {
  readonly dict = new Map<string, AnyTensor>();
  readonly left: string[] = [];
  readonly #seen = new Set<Value>();
  #elements = 0;

  constructor(readonly mostElements: number) {}

  visit(map: Map<Value, Value>, prefix: string, depth = 0): void {
    if (depth > mostNesting || this.#seen.has(map)) {
      throw new TypeError(`lstm: expected dictionaries nested at most ${mostNesting} deep, each once, got more in '${prefix}'`);
    }
    this.#seen.add(map);
    for (const [key, value] of map) this.#entry(`${prefix}${String(typeof key === 'object' ? '?' : key)}`, value, depth);
  }

  #entry(name: string, value: Value, depth: number): void {
    const tensor = isCounter.test(name) ? undefined : tensorOf(value);
    if (tensor) this.#tensor(name, tensor);
    else if (value instanceof Map && !isOptimizer(value)) this.#within(name, value, depth + 1);
    else this.left.push(name);
  }

  /** A dictionary without tensors is left as one. */
  #within(name: string, map: Map<Value, Value>, depth: number): void {
    const [size, left] = [this.dict.size, this.left.length];
    this.visit(map, `${name}.`, depth);
    if (this.dict.size === size) this.left.splice(left, Infinity, name);
  }

  /** Many tensors may be of one storage: their elements together are bounded by the file's bytes. */
  #tensor(name: string, tensor: StoredTensor): void {
    this.#elements += tensor.elements;
    if (!(this.#elements <= this.mostElements)) {
      throw new RangeError(`lstm: expected tensors of at most ${this.mostElements} elements in a file of as many bytes, got ${this.#elements} with '${name}'`);
    }
    this.dict.set(name, tensor);
  }
}

function ofArchive(bytes: Uint8Array): Found {
  const { root, storages } = opened(bytes);
  if (root instanceof Call && !tensorOf(root)) throw wholeModule(root.name);
  if (!(root instanceof Map)) throw new TypeError('lstm: expected a state dict in the file, got something else');
  const module = [...root.values()].find((value) => value instanceof Call && value.name.startsWith('__main__.'));
  if (module instanceof Call) throw wholeModule(module.name);
  const search = new Search(bytes.length);
  search.visit(root, '');
  const read = (tensor: AnyTensor, name: string) => (tensor instanceof StoredTensor ? tensor.read(storages, name) : tensor);
  return { dict: search.dict, left: search.left, read };
}

const asIs = (tensor: AnyTensor) => tensor as Tensor;

type Json = Record<string, unknown>;

/** As guitar amplifiers are written: nested arrays of numbers by name, in `state_dict` beside `model_data`, or alone. */
function ofJson(bytes: Uint8Array): Found {
  const { state_dict: inner, ...root } = parsed(bytes, 'the file') as Json;
  if (typeof root.architecture === 'string') {
    throw new TypeError(`lstm: expected a state dict, got a Neural Amp Modeler's ${root.architecture}, whose numbers have no names; the checkpoint that it was exported from has them`);
  }
  const all: Json = { ...root, ...(inner as Json | undefined) };
  const arrays = Object.entries(all).filter(([, value]) => Array.isArray(value));
  const dict = new Map(arrays.map(([name, value]) => [name, ofArrays(value as Input, name)]));
  const amplifier = amplifierOf(root.model_data, dict);
  return {
    dict,
    left: Object.keys(all).filter((name) => !Array.isArray(all[name]) && (name !== 'model_data' || !amplifier)),
    ...(amplifier && { amplifier }),
    read: asIs,
  };
}

function ofArrays(value: Input, name: string): Tensor {
  const { rows, count, shape } = flat(value, name, false);
  const data = new Float32Array(count);
  let at = 0;
  for (const row of rows) {
    data.set(row, at);
    at += row.length;
  }
  return new Tensor(data, shape);
}

const brace = 0x7b;

/** The header's length, which is below 4 GB, and the header. */
const isSafetensors = (bytes: Uint8Array) => bytes[8] === brace && bytes.subarray(4, 8).every((byte) => byte === 0);

/** @throws TypeError or RangeError for files without one. */
export async function stateDictOf(file: Uint8Array | ArrayBuffer, where: string): Promise<Found> {
  const bytes = bytesOf(file, `the file in ${where}`);
  const found = await foundIn(bytes);
  if (found.dict.size > 0) return found;
  throw new TypeError(`lstm: expected tensors in the state dict, got none beside ${found.left.join(', ') || 'nothing'}`);
}

async function foundIn(bytes: Uint8Array): Promise<Found> {
  if (isSafetensors(bytes)) return { dict: new Map(Object.entries(await readSafetensors(bytes))), left: [], read: asIs };
  return bytes[0] === brace ? ofJson(bytes) : ofArchive(bytes);
}
