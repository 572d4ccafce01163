// Whose a file is, by what is in it: names tell little.
import { isSafetensors, saidIn } from './said';

export type Kind = 'ours' | 'keras' | 'tfjs' | 'pytorch' | 'onnx' | 'ml5';

/** One model, and the files that it is. */
export interface Source {
  kind: Kind;
  files: File[];
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

interface Json {
  modelTopology?: unknown;
  weightsManifest?: { paths?: unknown }[];
  [name: string]: unknown;
}

async function jsonIn(file: File): Promise<Json> {
  try {
    return JSON.parse(await file.text());
  } catch {
    return {};
  }
}

/** Of Keras a topology without weights, too, which its importer refuses; PyTorch's are those of guitar amplifiers. */
function kindOfJson(json: Json): Kind | undefined {
  if ('modelTopology' in json || 'weightsManifest' in json || 'class_name' in json) return 'tfjs';
  return 'state_dict' in json || 'model_data' in json || 'architecture' in json ? 'pytorch' : undefined;
}

/** PyTorch's archives keep everything in a folder, Keras's a configuration outside of any. */
function kindOfZip(head: Uint8Array, text: string): Kind {
  const length = new DataView(head.buffer).getUint16(26, true);
  return text.slice(30, 30 + length).includes('/') ? 'pytorch' : 'keras';
}

/** A small number, of the version of its format: what a message of ONNX begins with. */
const isOnnx = ([tag, version]: Uint8Array) => tag === 8 && version! > 0 && version! < 32;

const isPickle = ([first]: Uint8Array) => first === 0x80;

async function kindOf(file: File): Promise<Kind | undefined> {
  const head = await bytesOf(file.slice(0, 512));
  const text = String.fromCharCode(...head);
  if (text.startsWith('\x89HDF\r\n\x1a\n')) return 'keras';
  if (text.startsWith('PK\x03\x04')) return kindOfZip(head, text);
  if (isSafetensors(head)) return saidIn(await bytesOf(file)) ? 'ours' : 'pytorch';
  if (text.trimStart().startsWith('{')) return kindOfJson(await jsonIn(file));
  return isOnnx(head) ? 'onnx' : isPickle(head) ? 'pytorch' : undefined;
}

/** The weights' files that a model.json names. */
async function shardsOf(file: File): Promise<string[]> {
  const { weightsManifest } = await jsonIn(file);
  const paths = Array.isArray(weightsManifest) ? weightsManifest.flatMap((group) => group?.paths) : [];
  return paths.map((path) => String(path).split('/').at(-1)!);
}

const listOf = (files: File[]) => files.map(({ name }) => `“${name}”`).join(', ');

/** The one model that some files are; what else lies beside it is left. */
export async function sourceIn(files: File[]): Promise<Source> {
  const has = (name: string) => files.some((file) => file.name === name);
  if (has('manifest.json') && has('vocab.json')) return { kind: 'ml5', files };
  const kinds = new Map<File, Kind | undefined>();
  for (const file of files) kinds.set(file, await kindOf(file));
  const found = files.filter((file) => kinds.get(file));
  const topology = found.find((file) => kinds.get(file) === 'tfjs');
  const shards = topology ? await shardsOf(topology) : [];
  const [first, ...others] = found.filter(({ name }) => !shards.includes(name));
  if (!first) throw new TypeError('expected a model of Keras, TensorFlow.js, PyTorch, ONNX or ml5, or one that was saved here, got other bytes');
  if (others.length > 0) throw new TypeError(`expected the files of one model, got ${listOf([first, ...others])}, which are one each`);
  return { kind: kinds.get(first)!, files: [first, ...files.filter(({ name }) => shards.includes(name))] };
}
