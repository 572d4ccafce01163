// Where a model that comes from elsewhere is made.
import type { Sequential } from '../api/sequential.js';
import type { SequentialOptions } from '../api/sequential-options.js';
import { expectOptions, kind, type Names } from '../values/expect.js';
import type { Input } from '../values/input.js';

/** What makes models: `lstm-wasm`, or `lstm-wasm/worker`. */
export interface Makers<Model> {
  /** As the module has it. */
  sequential(options: SequentialOptions): Promise<Model>;
}

/** What every model can do. */
export interface Loadable {
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

const openNames: Names<OpenOptions> = { in: true };

/** The module that a model is made in. The calling thread's is loaded only where it is wanted. */
export async function makersOf<Model>(options: OpenOptions<Model>, where: string): Promise<Makers<Model>> {
  expectOptions(options, where, openNames);
  if (options.in === undefined) {
    const { sequential } = await import('../api/sequential.js'); // by name: bundlers leave the others out
    return { sequential } as unknown as Makers<Model>;
  }
  if (typeof options.in?.sequential === 'function') return options.in;
  throw new TypeError(`lstm: expected in of ${where} to be a module that makes models, such as lstm-wasm/worker, got ${kind(options.in)}`);
}
