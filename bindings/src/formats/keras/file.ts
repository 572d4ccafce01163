// A model in a file, in whichever container.
import type { KerasLayer } from './topology.js';
import type { Variables } from './variables.js';

/** A file, read as far as it says what it holds. */
export interface KerasFile {
  /** What `model.to_json()` gives. */
  model: unknown;
  /** Keras's, as the file names it. */
  version: string;
  variables(layer: KerasLayer): Variables;
}
