// Weights that PyTorch saved, in layers that are given or confirmed.
import type { Layer } from '../../api/layers.js';
import type { StateDict } from '../../api/any-model.js';
import type { Sequential } from '../../api/sequential.js';
import { expectNoMore, expectOptions, type Names } from '../../values/expect.js';
import type { Imported } from '../imported.js';
import { type GraphMakers, graphMakersOf, type Loadable, type OpenGraphOptions } from '../makers.js';
import * as amplifiers from './amplifier.js';
import { codeOf } from './code.js';
import { type Guess, guessed } from './guess.js';
import { matched, renamed } from './match.js';
import { modulesOf, stripped } from './modules.js';
import { type Found, stateDictOf } from './state-dict.js';

/** Options of {@link fromPyTorch}. */
export interface FromPyTorchOptions<Model = Sequential> extends OpenGraphOptions<Model> {
  /**
   * What the weights are for, unless the file says it: as for `sequential`, a module of PyTorch each, of several layers as many. A
   * layer takes the module of its name where it has a `name`; else the first in the file with the same
   * parameters.
   */
  layers?: Layer[];
}

const fromPyTorchNames: Names<FromPyTorchOptions> = { layers: true, in: true };

/** What {@link guessLayers} makes of a file. */
export interface GuessedLayers {
  /** For `fromPyTorch`. */
  layers: Layer[];
  /** The same as JavaScript, to be looked at and changed. */
  code: string;
  /** What was guessed, each in a sentence. */
  notes: string[];
}

const leftOut = ({ left }: Found) => left.map((name) => `Left out '${name}', which is no weight of a layer.`);

/**
 * The weights of a file that `torch.save(model.state_dict(), ...)` wrote since PyTorch 1.6, in a new model;
 * or of a safetensors file; or of JSON with nested arrays by name. In a checkpoint of several things the
 * state dict is found. Nothing in the file is executed: of its pickle only dictionaries, numbers, texts and
 * tensors are taken.
 *
 * A state dict does not say what is done with its weights: activations, and whether the last step is read or
 * every one. Without `layers` the error has layers that could be it, as code; {@link guessLayers} gives them. JSON of
 * guitar amplifiers (`model_data`) does say it; where the input is added to the output, the model is a `Model`, as which
 * TypeScript takes it where it is told: `fromPyTorch<Model>(file)`.
 * @throws TypeError for other files, whole modules among them, saying what would make one of them; for
 * layers without weights, and weights without layers.
 */
export async function fromPyTorch<Model extends Loadable = Sequential>(
  file: Uint8Array | ArrayBuffer,
  options: FromPyTorchOptions<Model> = {},
  ...more: undefined[]
): Promise<Imported<Model>> {
  const { layers, ...where } = options;
  expectOptions(options, 'fromPyTorch', fromPyTorchNames);
  expectNoMore(more, 'fromPyTorch');
  const makers = await graphMakersOf<Model>(where, 'fromPyTorch');
  const found = await stateDictOf(file, 'fromPyTorch');
  const modules = stripped(modulesOf(found.dict));
  const model = await madeOf(layers, found, makers);
  try {
    const named = new Set(Array.from(layers ?? [], ({ name }) => name!));
    const { pairs, notes } = matched(modulesOf(new Map(Object.entries(await model.stateDict()))), modules, named);
    const dict = renamed(pairs).map(([name, tensor, theirs]) => [name, found.read(tensor, theirs)]);
    await model.loadStateDict(Object.fromEntries(dict));
    return { model, notes: [...notes, ...leftOut(found)] };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Of the layers that are given; or as the file says. */
async function madeOf<Model>(layers: Layer[] | undefined, found: Found, makers: GraphMakers<Model>): Promise<Model> {
  if (layers) return makers.sequential({ layers });
  if (found.amplifier) return amplifiers.made(found.amplifier, makers);
  throw notSaid(found);
}

function guessFor({ dict, amplifier }: Found): Guess {
  if (!amplifier) return guessed(stripped(modulesOf(dict)));
  if (!amplifier.adds) return { layers: amplifiers.layersOf(amplifier), notes: [] };
  throw new TypeError('lstm: expected a chain, to guess its layers, got skip in model_data, which adds the input to the output; fromPyTorch makes it, without layers');
}

function notSaid(found: Found): TypeError {
  const { layers, notes } = guessFor(found);
  return new TypeError(
    `lstm: expected layers in fromPyTorch, which a state dict does not hold; these could be it:\nlayers: ${codeOf(layers)}\n${notes.join('\n')}`,
  );
}

/**
 * Layers that have the parameters of a state dict, in a chain, for `fromPyTorch`. The notes say what is
 * guessed: it is to be looked at before it is used.
 * @throws TypeError where they are no chain, naming the module.
 */
export async function guessLayers(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<GuessedLayers> {
  expectNoMore(more, 'guessLayers');
  const { layers, notes } = guessFor(await stateDictOf(file, 'guessLayers'));
  return { layers, code: codeOf(layers), notes };
}

/** The tensors of such a file by the names that they have in it, for `loadStateDict` of a model built by other means. */
export async function readStateDict(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<StateDict> {
  expectNoMore(more, 'readStateDict');
  const { dict, read } = await stateDictOf(file, 'readStateDict');
  return Object.fromEntries([...dict].map(([name, tensor]) => [name, read(tensor, name)]));
}
