// What both kinds of model take.
import { expectBoolean, expectOptions, type Names } from '../values/expect.js';

/** Options of `save()`. */
export interface SaveOptions {
  /** Keep the optimizer's state too, so that training goes on as if never interrupted. Default false. */
  optimizer?: boolean;
}

/** @internal */
export const saveNames: Names<SaveOptions> = { optimizer: true };

/** Options of `loadStateDict()`. */
export interface LoadStateDictOptions {
  /** Refuse a dict that does not fit in every name and shape; false: take what fits, and leave the rest. Default true. */
  strict?: boolean;
}

/** @internal */
export const loadStateDictNames: Names<LoadStateDictOptions> = { strict: true };

/** Whether all has to fit. */
export function strictly(options: LoadStateDictOptions): boolean {
  expectOptions(options, 'loadStateDict', loadStateDictNames);
  const { strict = true } = options;
  expectBoolean(strict, 'strict in loadStateDict');
  return strict;
}

/** Whether to keep the optimizer's state. */
export function withOptimizer(options: SaveOptions): boolean {
  expectOptions(options, 'save', saveNames);
  const { optimizer = false } = options;
  expectBoolean(optimizer, 'optimizer in save');
  return optimizer;
}
