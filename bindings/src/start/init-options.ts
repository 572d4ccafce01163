// What init takes, in either entry.
import { expectNoMore, expectNotBoth, expectOptions, type Names } from '../values/expect.js';

declare global {
  namespace WebAssembly {
    // As in TypeScript's DOM library, which a project for Node may be without.
    interface Module {}
  }
}

/** Options of {@link init}. */
export interface InitOptions {
  /**
   * `'relaxed'` multiplies and adds in one instruction; its numbers may differ in the last bits from
   * one kind of processor to another. Default `'auto'`: relaxed where the engine has it.
   */
  variant?: 'auto' | 'simd' | 'relaxed';
  /**
   * That large batches are shared out among, 1 to 64. Default `'auto'`: one a processor, up to eight,
   * where there is shared memory (in Node, and in a cross-origin isolated page under
   * `lstm-wasm/worker`), else 1.
   */
  threads?: 'auto' | number;
  /** Where the .wasm file stands, if not beside this module: one with threads if more than 1 is given. */
  wasmUrl?: string | URL;
  /** The .wasm file, already compiled. */
  wasmModule?: WebAssembly.Module;
  /** Tell the console, once, of data that are hard to learn from because they are not scaled. Default true. */
  warnings?: boolean;
}

/** @internal */
export const initNames: Names<InitOptions> = {
  variant: true,
  threads: true,
  wasmUrl: true,
  wasmModule: true,
  warnings: true,
};

/**
 * What both entries look at before anything else.
 * @internal
 */
export function expectInit(options: InitOptions, more: readonly unknown[]): void {
  expectOptions(options, 'init', initNames);
  expectNoMore(more, 'init');
  expectNotBoth(options, 'wasmUrl', 'wasmModule', 'init');
}
