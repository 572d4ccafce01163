// What both kinds of model take.
import { expectOptions, type Names, shown } from './expect.js';

/** Options of `save()`. */
export interface SaveOptions {
  /** Keep the optimizer's state too, so that training goes on as if never interrupted. Default false. */
  optimizer?: boolean;
}

/** @internal */
export const saveNames: Names<SaveOptions> = { optimizer: true };

/** Whether to keep the optimizer's state. */
export function withOptimizer(options: SaveOptions): boolean {
  expectOptions(options, 'save', saveNames);
  const { optimizer = false } = options;
  if (typeof optimizer === 'boolean') return optimizer;
  throw new TypeError(`lstm: expected optimizer in save to be a boolean, got ${shown(optimizer)}`);
}
