// The text network of a file, for the bench; and the names of files.
import { loadLanguageModel } from 'lstm-wasm/worker';
import type { Bench } from '../../parts/workbench';
import { saidIn } from './importer/said';

/** Of a file of ours that holds a model of text. */
export async function benchOf(bytes: Uint8Array, name: string): Promise<Bench> {
  const model = await loadLanguageModel(bytes);
  const { tokenizer } = model;
  const beginning = ['\n', 'T', ' '].find((one) => tokenizer.vocabulary.includes(one)) ?? tokenizer.vocabulary.at(-1)!;
  const { cell = 'lstm', embeddingDim, units } = saidIn(bytes)!.languageModel!;
  return { model, tokenizer, name, text: '', unseen: '', beginning, design: { cell, embeddingDim, units } };
}

/** A file's name without its ending, as part of another. */
export const stem = (name: string): string => name.replace(/\.\w+$/, '');

/** The same for every save of the same model: Moby-Dick -> moby-dick-lstm-128 */
export function plainName({ name, design, recipe }: Bench): string {
  if (!recipe) return stem(name);
  const plain = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return `${plain}-${design.cell.toLowerCase()}-${design.units.join('-')}`;
}
