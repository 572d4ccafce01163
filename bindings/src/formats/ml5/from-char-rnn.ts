// Character networks of ml5.charRNN, which ml5 reads no more since 1.0, as its training script dumps them.
import type { LanguageModel } from '../../api/language-model.js';
import { expectNoMore } from '../../values/expect.js';
import type { Tensor } from '../../values/tensor.js';
import { type Folder, parsed, readerOf } from '../folder.js';
import { type Imported, withWeights } from '../imported.js';
import { type Loadable, type OpenTextOptions, textMakersOf } from '../makers.js';
import { transposed } from '../matrices.js';
import { type Cell, cellOf, hasCell } from './cell.js';
import { Manifest } from './manifest.js';
import { vocabularyOf, withStandIns } from './vocabulary.js';

async function cellsOf(manifest: Manifest, embeddingDim: number): Promise<Cell[]> {
  const cells: Cell[] = [];
  do cells.push(await cellOf(manifest, cells.length, cells.at(-1)?.H ?? embeddingDim));
  while (hasCell(manifest, cells.length));
  return cells;
}

function expectSize(tensor: Tensor, name: string, vocabulary: readonly string[], axis = 0): void {
  if (tensor.shape[axis] === vocabulary.length) return;
  throw new TypeError(`lstm: expected '${name}' to be for the ${vocabulary.length} characters of vocab.json, got shape [${tensor.shape.join(', ')}]`);
}

/**
 * A model of text from a folder that `ml5.charRNN` reads: manifest.json, vocab.json and the files that
 * the former names. `files`: the folder's address, or the files (of `<input type="file" webkitdirectory>`,
 * say), or their bytes by name. The vocabulary keeps its order.
 * @throws TypeError for files that are no such folder, naming the file; Error for an address without one.
 */
export async function fromCharRNN<Model extends Loadable = LanguageModel>(
  files: Folder,
  options: OpenTextOptions<Model> = {},
  ...more: undefined[]
): Promise<Imported<Model>> {
  expectNoMore(more, 'fromCharRNN');
  const { languageModel } = await textMakersOf(options, 'fromCharRNN');
  const read = readerOf(files, 'fromCharRNN');
  const manifest = await Manifest.of(read);
  const vocabulary = vocabularyOf(parsed(await read('vocab.json'), 'vocab.json'));
  const names = ['embedding', 'rnnlm/softmax_w', 'rnnlm/softmax_b'] as const;
  const embedding = await manifest.tensor(names[0], 2); // [V, E]
  const weight = await manifest.tensor(names[1], 2); // [H, V]
  const bias = await manifest.tensor(names[2], 1); // [V]
  expectSize(embedding, names[0], vocabulary);
  expectSize(weight, names[1], vocabulary, 1);
  const cells = await cellsOf(manifest, embedding.shape[1]!);
  const { characters, notes } = withStandIns(vocabulary);
  const model = await languageModel({
    tokenizer: { kind: 'char', vocabulary: characters },
    embeddingDim: embedding.shape[1]!,
    units: cells.map(({ H }) => H),
  });
  const dict = { 'embedding.weight': embedding, ...layersOf(cells), 'dense.weight': transposed(weight), 'dense.bias': bias };
  const taken = new Set<string>([...names, ...cells.flatMap((cell) => cell.names)]);
  const left = manifest.names.filter((name) => !taken.has(name));
  return {
    model: await withWeights(model, dict),
    notes: [
      'Added 1 to the biases of the forget gates, as ml5 does at every step: the files do not hold it.',
      ...notes,
      ...left.map((name) => `Left out '${name}', which no layer has.`),
    ],
  };
}

/** By the names that the layers have here. */
function layersOf(cells: readonly Cell[]): Record<string, Tensor> {
  const named = cells.flatMap(({ weights }, k) =>
    Object.entries(weights).map(([name, tensor]) => [`${k > 0 ? `lstm_${k}` : 'lstm'}.${name}`, tensor] as const));
  return Object.fromEntries(named);
}
