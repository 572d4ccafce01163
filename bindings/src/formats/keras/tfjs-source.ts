// Where a layers model of TensorFlow.js comes from: addresses, files, or what TensorFlow.js itself loads.
import { kind } from '../../values/expect.js';
import { bytesOf, parsed, type ReadFile, readerOf } from '../folder.js';
import { specsOf, variablesIn } from './manifest.js';
import type { Json } from './options.js';
import type { NamedVariable } from './variables.js';

/** A model as TensorFlow.js hands it around: its `ModelArtifacts`, as far as they are read. */
export interface TfjsArtifacts {
  /** The layers. */
  modelTopology?: unknown;
  /** What the weights are, one after the other. */
  weightSpecs?: unknown;
  /** Their bytes, in one piece or several. */
  weightData?: ArrayBuffer | ArrayBuffer[];
}

/** What loads a model in TensorFlow.js: its `IOHandler`. */
export interface TfjsLoader {
  /** As TensorFlow.js calls it. */
  load(): Promise<TfjsArtifacts>;
}

/**
 * The address of a model.json; or its files, as they were chosen or dropped, or as bytes by name; or what
 * `tf.io` makes, such as `tf.io.browserFiles(files)`.
 */
export type TfjsSource =
  | string
  | URL
  | Iterable<File>
  | Record<string, Uint8Array | ArrayBuffer>
  | TfjsLoader;

/** What came of it. */
export interface Loaded {
  topology: unknown;
  variables: NamedVariable[];
}

const where = 'fromTfjs';

/** Throws TypeError where the files are not as they say, Error for an address without one. */
export async function loaded(source: TfjsSource): Promise<Loaded> {
  if (typeof source === 'string' || source instanceof URL) {
    const address = new URL(source, globalThis.document?.baseURI);
    const name = address.pathname.split('/').at(-1)! + address.search;
    return ofFiles(readerOf(new URL('.', address), where), name);
  }
  if (isLoader(source)) return ofArtifacts(await source.load());
  const files = typeof source === 'object' && source !== null && Symbol.iterator in source ? [...source] : (source as Record<string, Uint8Array>);
  const read = readerOf(files, where);
  const names = Array.isArray(files) ? files.map(({ name }) => name) : Object.keys(files);
  return ofFiles((path) => read(path.split('/').at(-1)!), names.find((name) => name === 'model.json') ?? onlyJson(names));
}

const isLoader = (source: TfjsSource): source is TfjsLoader => typeof (source as TfjsLoader | null)?.load === 'function';

function onlyJson(names: string[]): string {
  const [name, ...others] = names.filter((its) => its.endsWith('.json'));
  if (name !== undefined && others.length === 0) return name;
  throw new TypeError(`lstm: expected model.json in ${where}, got ${names.join(', ') || 'no file'}`);
}

async function ofFiles(read: ReadFile, name: string): Promise<Loaded> {
  const { modelTopology, weightsManifest } = objectOf(parsed(await read(name), name), name);
  if (!Array.isArray(weightsManifest)) throw new TypeError(`lstm: expected a weightsManifest in ${name}, got ${kind(weightsManifest)}`);
  const variables: NamedVariable[] = [];
  for (const group of weightsManifest) variables.push(...(await groupOf(group, read)));
  return { topology: modelTopology, variables };
}

/** Weights that lie one after the other in some files, wherever one ends. */
async function groupOf(group: unknown, read: ReadFile): Promise<NamedVariable[]> {
  const { paths, weights } = objectOf(group, 'the weightsManifest');
  const specs = specsOf(weights);
  if (!Array.isArray(paths) || !paths.every(isNear)) throw new TypeError(`lstm: expected paths beside model.json in ${where}, got ${JSON.stringify(paths)}`);
  const parts: Uint8Array[] = [];
  for (const path of paths) parts.push(await read(path));
  return variablesIn(joined(parts), specs, paths.join(', '));
}

/** Files of a model lie in its folder or below. */
const isNear = (path: unknown) => typeof path === 'string' && !/^\/|[:?#\\]|(^|\/)\.\.(\/|$)/.test(path);

function ofArtifacts(artifacts: unknown): Loaded {
  const { modelTopology, weightSpecs, weightData } = objectOf(artifacts, 'what was loaded');
  const parts = [weightData].flat().map((part) => bytesOf(part as ArrayBuffer, 'weightData'));
  return { topology: modelTopology, variables: variablesIn(joined(parts), specsOf(weightSpecs), 'weightData') };
}

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((all, { length }) => all + length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}

function objectOf(value: unknown, what: string): Json {
  if (kind(value) === 'object') return value as Json;
  throw new TypeError(`lstm: expected an object as ${what} in ${where}, got ${kind(value)}`);
}
