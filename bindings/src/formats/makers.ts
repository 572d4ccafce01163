// Where a model that comes from elsewhere is made.
import type { LanguageModel } from '../api/language-model.js';
import type { ModelOptions } from '../api/graph.js';
import type { LanguageModelOptions } from '../api/language-options.js';
import type { StateDict } from '../api/any-model.js';
import type { Sequential } from '../api/sequential.js';
import type { SequentialOptions } from '../api/sequential-options.js';
import { expectOptions, kind, type Names } from '../values/expect.js';
import type { Input } from '../values/input.js';

/** What makes models: `lstm-wasm`, or `lstm-wasm/worker`. */
export interface Makers<Model> {
  /** As the module has it. */
  sequential(options: SequentialOptions): Promise<Model>;
}

/** What makes graphs, too: `lstm-wasm`, or `lstm-wasm/worker`. */
export interface GraphMakers<Model> extends Makers<Model> {
  /** As the module has it. */
  model(options: ModelOptions): Promise<unknown>;
}

/** What makes models of text: `lstm-wasm`, or `lstm-wasm/worker`. */
export interface TextMakers<Model> {
  /** As the module has it. */
  languageModel(options: LanguageModelOptions): Promise<Model>;
}

/** What every model can do. */
export interface Loadable {
  /** As of a model. */
  stateDict(): StateDict | Promise<StateDict>;
  /** As of a model. */
  loadStateDict(dict: Record<string, Input>): unknown;
  /** As of a model. */
  dispose(): void;
}

/** Options of what opens models from elsewhere. */
export interface OpenOptions<Model = Sequential> {
  /** The module that makes the model, such as all of `lstm-wasm/worker`. Default: `lstm-wasm`, in the calling thread. */
  in?: Makers<Model>;
}

/** Options of what opens graphs from elsewhere, too. */
export interface OpenGraphOptions<Model = Sequential> {
  /** The module that makes the model, such as all of `lstm-wasm/worker`. Default: `lstm-wasm`, in the calling thread. */
  in?: GraphMakers<Model>;
}

/** Options of what opens models of text from elsewhere. */
export interface OpenTextOptions<Model = LanguageModel> {
  /** The module that makes the model, such as all of `lstm-wasm/worker`. Default: `lstm-wasm`, in the calling thread. */
  in?: TextMakers<Model>;
}

const openNames: Names<OpenOptions> = { in: true };

/** The module that a model is made in. The calling thread's is loaded only where it is wanted. */
async function moduleOf<Module extends object>(
  options: { in?: Module },
  where: string,
  maker: keyof Module & string,
  otherwise: () => Promise<unknown>,
): Promise<Module> {
  expectOptions(options, where, openNames);
  if (options.in === undefined) return (await otherwise()) as Module;
  if (typeof options.in?.[maker] === 'function') return options.in;
  throw new TypeError(`lstm: expected in of ${where} to be a module that makes models, such as lstm-wasm/worker, got ${kind(options.in)}`);
}

// By name: bundlers leave the others out.
export const makersOf = <Model>(options: OpenOptions<Model>, where: string): Promise<Makers<Model>> =>
  moduleOf(options, where, 'sequential', async () => {
    const { sequential } = await import('../api/sequential.js');
    return { sequential };
  });

export const graphMakersOf = <Model>(options: OpenGraphOptions<Model>, where: string): Promise<GraphMakers<Model>> =>
  moduleOf(options, where, 'model', async () => {
    const [{ sequential }, { model }] = await Promise.all([import('../api/sequential.js'), import('../api/model.js')]);
    return { sequential, model };
  });

export const textMakersOf = <Model>(options: OpenTextOptions<Model>, where: string): Promise<TextMakers<Model>> =>
  moduleOf(options, where, 'languageModel', async () => {
    const { languageModel } = await import('../api/language-model.js');
    return { languageModel };
  });
