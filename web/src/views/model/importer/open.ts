// Opens a model, of whichever kind, and keeps it for the trial.
import type { LanguageModel, Layer, Model, Sequential } from 'lstm-wasm';
import type { GuessedLayers } from 'lstm-wasm/pytorch';
import { sourceIn, type Kind, type Source } from './kind';
import { inputsOf, saidIn, type ModelInput, type Said } from './said';

type AnyModel = Sequential | Model | LanguageModel;

interface Imported {
  model: AnyModel;
  notes: string[];
}

/** What the page gets to know of it. */
export interface Opened {
  kind: Kind;
  /** The names of its files. */
  names: string[];
  /** In bytes, all of them together. */
  size: number;
  /** It is one of text. */
  isText: boolean;
  /** The model as a file of ours; where it is one, that very file. */
  bytes: Uint8Array;
  /** What was rewritten or left out, each in a sentence. */
  notes: string[];
  /** The package's table of its layers. */
  summary: string;
  parameters: number;
  inputs: ModelInput[];
  /** Of one that learns. */
  learningRate: number | undefined;
}

/** Layers that could be those of a state dict, to be confirmed. */
export type Guess = Omit<GuessedLayers, 'layers'> & { layers: Layer[] };

const bytesOf = async ([file]: File[]) => new Uint8Array(await file!.arrayBuffer());

const library = () => import('lstm-wasm');

async function ours(files: File[]): Promise<Imported> {
  const bytes = await bytesOf(files);
  const { loadLanguageModel, loadModel } = await library();
  return { model: await (saidIn(bytes)!.languageModel ? loadLanguageModel(bytes) : loadModel<AnyModel & Sequential>(bytes)), notes: [] };
}

/** A state dict says nothing of its layers, but for those of guitar amplifiers. */
async function pytorch(files: File[], layers?: Layer[]): Promise<Imported | Guess> {
  const bytes = await bytesOf(files);
  const { fromPyTorch, guessLayers } = await import('lstm-wasm/pytorch');
  if (layers) return fromPyTorch(bytes, { layers });
  return fromPyTorch(bytes).catch(() => guessLayers(bytes));
}

const openers: Record<Kind, (files: File[], layers?: Layer[]) => Promise<Imported | Guess>> = {
  ours,
  pytorch,
  keras: async (files) => (await import('lstm-wasm/keras')).fromKeras(await bytesOf(files)),
  tfjs: async (files) => (await import('lstm-wasm/keras')).fromTfjs(files),
  onnx: async (files) => (await import('lstm-wasm/onnx')).fromOnnx(await bytesOf(files)),
  ml5: async (files) => (await import('lstm-wasm/ml5')).fromCharRNN(files),
};

/** The one that was opened last. */
let current: { model: AnyModel; said: Said } | undefined;

export function opened(): { model: AnyModel; said: Said } {
  if (!current) throw new Error('expected an open model, got none');
  return current;
}

let opens = 0;

/** `layers`: those that were guessed of these files before, and confirmed. */
export async function open(files: File[], layers?: Layer[]): Promise<Opened | Guess> {
  const its = ++opens;
  const source = await sourceIn(files);
  const imported = await openers[source.kind](source.files, layers);
  if (!('model' in imported)) return imported;
  const bytes = source.kind === 'ours' ? await bytesOf(source.files) : await imported.model.save();
  if (its === opens) return put(source, imported, bytes);
  imported.model.dispose();
  throw new Error('others were given meanwhile');
}

/** In place of the one that was there. */
function put({ kind, files }: Source, { model, notes }: Imported, bytes: Uint8Array): Opened {
  const said = saidIn(bytes)!;
  current?.model.dispose();
  current = { model, said };
  return {
    kind,
    names: files.map(({ name }) => name),
    size: files.reduce((sum, { size }) => sum + size, 0),
    isText: said.languageModel !== undefined,
    bytes,
    notes,
    summary: model.summary(),
    parameters: model.countParams(),
    inputs: inputsOf(said),
    learningRate: said.languageModel || said.compile ? model.getLearningRate() : undefined,
  };
}
