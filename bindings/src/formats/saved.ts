// A model as its file has it: what is written in other formats is read from there, from any thread's model alike.
import type { LanguageModelOptions } from '../api/language-options.js';
import { type Layer, layers } from '../api/layers.js';
import type { Loss } from '../api/sequential-options.js';
import { shown } from '../values/expect.js';
import { Tensor } from '../values/tensor.js';
import { named } from './names.js';

/** A model, in the calling thread or in a worker. */
export interface Savable {
  /** Its file. */
  save(): Promise<Uint8Array>;
  /** The rate that it would go on with. */
  getLearningRate(): number | Promise<number>;
}

/** A layer as its file has it: with a name, and all options but `inputShape`. */
export type SavedLayer = Layer & { name: string };

/** A layer of a graph, with the numbers of those that it reads: `3`, or `3.1` of another than its first output. */
export type SavedNode = Record<string, unknown> & {
  type: string;
  name: string;
  from?: readonly string[];
};

/** What a file says beside its weights. */
export interface Said {
  model?: { layers: SavedLayer[]; outputs?: undefined } | { layers: SavedNode[]; outputs: string[] };
  languageModel?: Required<Omit<LanguageModelOptions, 'tokenizer'>> & { vocabulary: number };
  compile?: { loss?: Loss; losses?: Loss[]; lossWeights?: number[]; optimizer: Record<string, unknown> };
}

type Header = Record<string, { shape: number[]; data_offsets: [number, number] }>;

/** `where` names the call. @throws TypeError for what is no model. */
export async function readSaved(model: Savable, where: string): Promise<{ said: Said; weights: ReadonlyMap<string, Tensor> }> {
  if (typeof model?.save !== 'function') throw new TypeError(`lstm: expected a model in ${where}, got ${shown(model)}`);
  const bytes = await model.save();
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
  const elements = bytes.slice(8 + size).buffer;
  const tensors = Object.entries(header as Header).map(([name, { shape, data_offsets: [begin, end] }]) =>
    [name, new Tensor(new Float32Array(elements, begin, (end - begin) / 4), shape)] as const);
  return { said: JSON.parse(__metadata__['lstm-wasm']), weights: new Map(tensors) };
}

/** The layers of a chain, or of a model of text. */
export const chainOf = ({ model, languageModel }: Said): SavedLayer[] => (model?.layers as SavedLayer[] | undefined) ?? layersOfText(languageModel!);

/** What core builds of a language model's options, as layers. */
function layersOfText({ vocabulary, embeddingDim, units, cell = 'lstm', dropout }: NonNullable<Said['languageModel']>): SavedLayer[] {
  const dropouts = dropout > 0 ? [layers.dropout({ rate: dropout })] : [];
  const stack: Layer[] = [
    layers.embedding({ inputDim: vocabulary, outputDim: embeddingDim }),
    ...dropouts,
    ...units.flatMap((H) => [layers[cell]({ units: H, returnSequences: true }), ...dropouts]),
    layers.dense({ units: vocabulary, activation: 'softmax' }),
  ];
  return named(stack);
}
