// What a model of text takes, and tells.
import type { Callbacks, LanguageCallbacks } from '../fit/callbacks.js';
import type { TextInput } from '../text/text-input.js';
import type { TokenizerSpec, Tokens } from '../text/tokenizer.js';
import type { Names } from '../values/expect.js';
import type { Cell } from './layers.js';
import type { Schedule } from './optimizers.js';

/** Options of {@link languageModel}. */
export interface LanguageModelOptions {
  /**
   * Made by `tokenizers`, or a vocabulary of one's own with the rule that reads it, which must be able to
   * give every entry. It is saved with the model.
   */
  tokenizer: TokenizerSpec;
  /** Length of each token's vector. At least 1. Default 64. */
  embeddingDim?: number;
  /** Length of the state of each recurrent layer. Default `[128]`: one layer. */
  units?: number[];
  /** Which layers these are, each with the defaults of its maker in `layers`. Default `'lstm'`. */
  cell?: Cell;
  /**
   * Share that is left out in training after the embedding and every recurrent layer (Zaremba et al., 2014),
   * in [0, 1). Default 0.
   */
  dropout?: number;
  /** Of the starting weights and dropout: the same seed gives the same numbers. Default 0. */
  seed?: number;
}

/** @internal */
export const languageModelNames: Names<LanguageModelOptions> = {
  tokenizer: true,
  embeddingDim: true,
  units: true,
  cell: true,
  dropout: true,
  seed: true,
};

/** Options of `LanguageModel.fit()`. */
export interface LanguageFitOptions {
  /** Steps that gradients flow back, T. At least 1; a shorter text has fewer. Default 64. */
  sequenceLength?: number;
  /**
   * Parallel streams that the text is cut into, B. At least 1; a text of fewer than B times T + 1 tokens
   * has as many as leave each T. Default 32.
   */
  batchSize?: number;
  /** Windows of up to B times T tokens to train on; if left out, as many as `epochs` have. */
  steps?: number;
  /** In place of steps: passes over the text. Default 1. */
  epochs?: number;
  /**
   * So many of the steps, 0 or more, were done before, by a fit that was stopped: this one goes on with
   * the state that its streams had, which a file saved with the optimizer holds too. Default 0.
   */
  initialStep?: number;
  /**
   * Of Adam. Above 0, or made by `schedules`, which counts the steps of this fit, those before
   * `initialStep` included. Default 2e-3.
   */
  learningRate?: number | Schedule;
  /** Largest L2 norm of all gradients together; 0: no limit. Default 1. */
  clipNorm?: number;
  /** Share of the text, its last part, to validate on after every epoch and at the end, in [0, 1). Default 0. */
  validationSplit?: number;
  /** Functions, or one of `callbacks`, or both in one object, or several of these in an array. */
  callbacks?: Callbacks<LanguageCallbacks> | Callbacks<LanguageCallbacks>[];
  /** Ends the fit between two steps: it rejects with the signal's reason, an AbortError. */
  signal?: AbortSignal;
}

/** @internal */
export const languageFitNames: Names<LanguageFitOptions> = {
  sequenceLength: true,
  batchSize: true,
  steps: true,
  epochs: true,
  initialStep: true,
  learningRate: true,
  clipNorm: true,
  validationSplit: true,
  callbacks: true,
  signal: true,
};

/** What a fit did: one entry for every epoch, and one for the rest of the steps. */
export interface LanguageHistory {
  /** How many steps were done by then. */
  step: number[];
  /** Mean losses, in nats a token. */
  history: {
    /** Of the text, as it learned, over tokens. */
    loss: number[];
    /** Of the part set aside by `validationSplit`. */
    val_loss?: number[];
    /** Of its last step. */
    learningRate: number[];
  };
  /** Streams that the text was cut into: `batchSize`, or fewer where the text is short. */
  batchSize: number;
  /** Steps of a window: `sequenceLength`, or fewer where the text is short. */
  sequenceLength: number;
  /** Windows that a pass over the text takes; the last one may be shorter. */
  stepsPerEpoch: number;
}

/** How well a model foresees a text. */
export interface LanguageScore {
  /** Mean of -ln p of every token, in nats. */
  loss: number;
  /** loss / ln 2 */
  bitsPerToken: number;
  /** e^loss: among how many tokens it is as good as undecided. */
  perplexity: number;
}

/** Options of `generate()`. */
export interface GenerateOptions {
  /** What to go on from: at least one token. A first word may have the space before it or not. */
  prompt: TextInput;
  /** Tokens to write. Default 200. */
  length?: number;
  /** Divides the logits before the softmax. At least 0, which takes the most probable. Default 1. */
  temperature?: number;
  /** Draw among so many of the most probable. Default 0: among all. */
  topK?: number;
  /**
   * Draw among the fewest most probable that make up this share, in (0, 1] (Holtzman et al., 2020).
   * Default 1.
   */
  topP?: number;
  /** Of the draws. Default 0. */
  seed?: number;
  /**
   * What is never drawn: tokens, or their texts as the vocabulary has them. A list of one's own takes
   * the place of the default, which counts where the vocabulary has it. Default `['<unknown>']`.
   */
  exclude?: readonly (number | string)[] | Tokens;
}

/** @internal */
export const generateNames: Names<GenerateOptions> = {
  prompt: true,
  length: true,
  temperature: true,
  topK: true,
  topP: true,
  seed: true,
  exclude: true,
};
