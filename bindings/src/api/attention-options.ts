// Options of layers that let every step of one sequence look at all steps of another one.
import type { LayerOptions } from './layer-options.js';

/** Options of {@link layers}`.attention`. */
export interface AttentionOptions extends LayerOptions {
  /** Whether a scale is learned, one number. Default false. */
  useScale?: boolean;
  /** How steps are compared: `'dot'`, by their product, or `'concat'`, by the sum of tanh(q + k). Default `'dot'`. */
  scoreMode?: 'dot' | 'concat';
  /** Look at steps up to the query's own alone. Default false. */
  causal?: boolean;
  /** In training, the share of what is looked at that is left out, 0 <= dropout < 1. Default 0. */
  dropout?: number;
}

/** Options of {@link layers}`.additiveAttention`. */
export interface AdditiveAttentionOptions extends LayerOptions {
  /** Whether a scale is learned, a number for each feature. Default true. */
  useScale?: boolean;
  /** Look at steps up to the query's own alone. Default false. */
  causal?: boolean;
  /** In training, the share of what is looked at that is left out, 0 <= dropout < 1. Default 0. */
  dropout?: number;
}
