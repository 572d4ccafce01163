// What every model has in common: its weights, its file, and its end.

import { shortest } from '../fit/fit.js';
import { expectNoMore, expectObject } from '../values/expect.js';
import type { Input } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import { Owner } from '../wire/lifetime.js';
import type { Raw, RawAnyModel } from '../wire/raw.js';
import { takenNamed, withNamed } from '../wire/tensors.js';
import { type LoadStateDictOptions, strictly } from './model-options.js';

/** Weights by the names and in the layouts of a PyTorch state dict. */
export type StateDict = Record<string, Tensor>;

/** What `loadStateDict` did. Each name of the dict, and each of the model, is in one of the lists. */
export interface LoadedStateDict {
  /** Taken over. */
  loadedKeys: string[];
  /** Of the model, and not in the dict. */
  missingKeys: string[];
  /** In the dict, and not of the model. */
  unexpectedKeys: string[];
  /**
   * In both and left as it was: of another shape, or one of an LSTM's or simple RNN's two biases without
   * the other.
   */
  mismatchedKeys: string[];
}

/** What every kind of model has. */
export abstract class AnyModel<Owned extends RawAnyModel> {
  /** Set to true, it ends the fit under way after its step; every fit begins by setting it to false. */
  stopTraining = false;
  /** @internal */
  protected readonly owner: Owner<Owned>;
  /** @internal */
  protected readonly raw: Raw;

  /** @internal */
  protected constructor(raw: Raw, handle: Owned, what: string) {
    this.raw = raw;
    this.owner = new Owner(handle, what);
  }

  /** Numbers in all weights, those of frozen layers too. */
  countParams(...more: undefined[]): number {
    expectNoMore(more, 'countParams');
    return this.owner.handle.countParams();
  }

  /**
   * The learning rate of the next step: as `compile()` or the last fit of a language model set it, and as
   * schedules and callbacks changed it. Of a language model that was not fitted yet, or not since it was
   * loaded, it is 2e-3, the default of its `fit`.
   */
  getLearningRate(...more: undefined[]): number {
    expectNoMore(more, 'getLearningRate');
    return shortest(this.owner.handle.learningRate());
  }

  /** A table of the layers, their output shapes and parameters; how many of them are frozen, if any. */
  summary(...more: undefined[]): string {
    expectNoMore(more, 'summary');
    return this.owner.handle.summary();
  }

  /**
   * The weights, by PyTorch's names and in its layouts: `lstm.weight_ih_l0 [4H, I]`,
   * `lstm.weight_hh_l0 [4H, H]`, gates in the order i, f, g, o. The one bias is `bias_ih_l0 [4H]`,
   * beside zeros as `bias_hh_l0`. A simple RNN has `[H, I]`, `[H, H]` and its bias likewise. A GRU has
   * `[3H, I]` and `[3H, H]`, gates in the order r, z, n, and both biases `[3H]`, which it learns apart;
   * with `resetAfter: false` only `bias_ih_l0`.
   */
  stateDict(...more: undefined[]): StateDict {
    expectNoMore(more, 'stateDict');
    return takenNamed(this.owner.handle.stateDict());
  }

  /**
   * Takes weights over. The bias of an LSTM or a simple RNN is the sum of `bias_ih_l0` and `bias_hh_l0`.
   * With `strict: false` it takes what fits by name and shape, of two such biases both or none, and says
   * what it left.
   * @throws TypeError for a name that is missing, unknown or of another shape, unless `strict` is false;
   * nothing is changed then.
   */
  loadStateDict(dict: Record<string, Input>, options: LoadStateDictOptions = {}, ...more: undefined[]): LoadedStateDict {
    const strict = strictly(options);
    expectNoMore(more, 'loadStateDict');
    const { handle } = this.owner;
    expectObject(dict, 'loadStateDict', 'tensors');
    return withNamed(this.raw, dict, (copy) => {
      if (!strict) return JSON.parse(handle.loadWhatFits(copy));
      handle.loadStateDict(copy);
      return { loadedKeys: Object.keys(dict), missingKeys: [], unexpectedKeys: [], mismatchedKeys: [] };
    });
  }

  /** Frees the model's WebAssembly memory. Calls after it throw. */
  dispose(): void {
    this.owner.dispose();
  }

  /** The same, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
