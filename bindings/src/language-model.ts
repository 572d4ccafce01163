// A model of text: learns from one, scores one, goes on writing one.
import { drive, Turns } from './drive.js';
import { callbackNames, expectLive, expectOptions } from './expect.js';
import { withModule } from './init.js';
import { Owner, Owning, using } from './lifetime.js';
import type { Schedule } from './optimizers.js';
import { type Raw, type RawLanguageModel, text as toText } from './raw.js';
import { withTensors } from './tensor.js';
import { reviveTokenizer, type Tokenizer, type TokenizerSpec } from './tokenizers.js';

export interface LanguageModelOptions {
  tokenizer: TokenizerSpec;
  /** Default 64. */
  embeddingDim?: number;
  /** Of each LSTM layer; default [128]. */
  units?: number[];
  /** Share that is left out in training after the embedding and every LSTM layer. Default 0. */
  dropout?: number;
  /** Of the starting weights: the same seed gives the same numbers. */
  seed?: number;
}

export interface StepLogs {
  /** Steps done so far in this fit. */
  step: number;
  /** Mean loss of this step's tokens, in nats, before its update. */
  loss: number;
  tokensPerSecond: number;
}

export interface LanguageFitOptions {
  /** Steps that gradients flow back; default 64. */
  sequenceLength?: number;
  /** Parallel streams of the text; default 32. */
  batchSize?: number;
  /** Windows to train on. */
  steps?: number;
  /** In place of steps: passes over the text; default 1. */
  epochs?: number;
  /** Default 2e-3. */
  learningRate?: number | Schedule;
  /** Largest L2 norm of all gradients together; default 1; 0: no limit. */
  clipNorm?: number;
  /** Share of the text, its last part, to validate on after every epoch and at the end. */
  validationSplit?: number;
  /** The fit waits for a callback that returns a promise. */
  callbacks?: { onStep?(logs: StepLogs): unknown };
  signal?: AbortSignal;
}

/** One entry for every epoch, and one for the rest of the steps. */
export interface LanguageHistory {
  step: number[];
  history: { loss: number[]; val_loss?: number[] };
}

export interface LanguageScore {
  /** Nats a token. */
  loss: number;
  bitsPerToken: number;
  perplexity: number;
}

export interface GenerateOptions {
  /** At least one character. */
  prompt: string;
  /** Tokens to write; default 200. */
  length?: number;
  /** 0 takes the most probable; default 1. */
  temperature?: number;
  /** Draw among so many of the most probable; default 0: among all. */
  topK?: number;
  /** Draw among the fewest most probable that make up this share; default 1. */
  topP?: number;
  /** Of the draws; default 0. */
  seed?: number;
}

export class LanguageModel extends Owning<RawLanguageModel> {
  readonly tokenizer: Tokenizer;
  readonly #raw: Raw;

  /** @internal Use `languageModel()`. */
  constructor(raw: Raw, threads: number, { tokenizer, ...config }: LanguageModelOptions) {
    const revived = reviveTokenizer(tokenizer);
    const vocabulary = revived.vocabulary.length;
    super(raw.newLanguageModel(toText({ ...config, vocabulary }), threads), 'language model');
    this.tokenizer = revived;
    this.#raw = raw;
  }

  /**
   * Truncated back-propagation through time, over `batchSize` contiguous streams of the text; the
   * state goes on from window to window. Rejects with an AbortError when the signal says stop; the
   * weights are then those of the last whole step.
   */
  async fit(text: string, options: LanguageFitOptions = {}): Promise<LanguageHistory> {
    expectOptions(options, 'fit');
    expectLive(options, callbackNames.languageModel);
    const { validationSplit = 0, callbacks = {}, signal, ...config } = options;
    signal?.throwIfAborted();
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new RangeError(`lstm: expected validationSplit in [0, 1), got ${validationSplit}`);
    }
    const tokens = this.tokenizer.encode(text);
    const split = Math.floor(tokens.length * (1 - validationSplit));
    if (validationSplit > 0 && tokens.length - split < 2) {
      throw new RangeError(
        `lstm: expected a validationSplit that leaves at least 2 tokens of ${tokens.length} to ` +
          `validate on, got ${validationSplit}`,
      );
    }
    const trainer = withTensors(this.#raw, { text: tokens.subarray(0, split) }, (rawText) =>
      this.#raw.newTextTrainer(this.owner.handle, rawText!, toText(config)),
    );
    const result: LanguageHistory = { step: [], history: { loss: [] } };
    return using(trainer, async () => {
      const rate = tokenRate(trainer.tokensPerStep());
      let step = 0;
      let sum = 0;
      let summed = 0;
      const close = async () => {
        result.step.push(step);
        result.history.loss.push(sum / summed);
        sum = summed = 0;
        if (split === tokens.length) return true;
        (result.history.val_loss ??= []).push(await this.#loss(tokens.subarray(split), signal));
        return true;
      };
      await drive(() => {
        this.owner.expectInUse();
        if (trainer.done()) return false;
        rate.begin();
        const loss = trainer.step();
        const tokensPerSecond = rate.end();
        sum += loss;
        ++summed;
        ++step;
        const closes = step % trainer.stepsPerEpoch() === 0 || trainer.done();
        const told = callbacks.onStep?.({ step, loss, tokensPerSecond });
        if (!isPromise(told)) return closes ? close() : true;
        return told.then(() => (closes ? close() : true));
      }, signal);
      return result;
    });
  }

  /** The mean loss over a text, and two other ways to say it. */
  async evaluate(text: string): Promise<LanguageScore> {
    const loss = await this.#loss(this.tokenizer.encode(text));
    return { loss, bitsPerToken: loss / Math.LN2, perplexity: Math.exp(loss) };
  }

  /** Goes on writing after the prompt, a piece at a time; stop by leaving the loop. */
  async *generate(options: GenerateOptions): AsyncGenerator<string, void, void> {
    expectOptions(options, 'generate');
    const { prompt, length = 200, ...config } = options;
    if (!(Number.isInteger(length) && length >= 0)) {
      throw new RangeError(`lstm: expected length to be a whole number of 0 or more, got ${length}`);
    }
    const tokens = this.tokenizer.encode(prompt);
    // An owner, for a loop that is left without a word: then it is collected.
    const generation = new Owner(
      withTensors(this.#raw, { prompt: tokens }, (rawPrompt) =>
        this.#raw.newGenerator(this.owner.handle, rawPrompt!, toText(config)),
      ),
      'generation',
    );
    const generator = generation.handle;
    try {
      await drive(() => {
        this.owner.expectInUse();
        return generator.read();
      });
      const turns = new Turns();
      for (let n = 0; n < length; ++n) {
        this.owner.expectInUse();
        yield this.tokenizer.vocabulary[generator.next()]!;
        if (turns.due) await turns.take();
      }
    } finally {
      generation.dispose();
    }
  }

  async #loss(tokens: Int32Array, signal?: AbortSignal): Promise<number> {
    const evaluation = withTensors(this.#raw, { text: tokens }, (rawText) =>
      this.#raw.newTextEvaluation(this.owner.handle, rawText!),
    );
    return using(evaluation, async () => {
      await drive(() => {
        this.owner.expectInUse();
        return evaluation.step();
      }, signal);
      return evaluation.loss();
    });
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | undefined)?.then === 'function';
}

/** Tokens a second, smoothed over the last dozen steps or so. */
function tokenRate(tokensAStep: number) {
  let begun = 0;
  let seconds = 0;
  return {
    begin() {
      begun = performance.now();
    },
    end() {
      const took = (performance.now() - begun) / 1000;
      seconds = seconds === 0 ? took : seconds + (took - seconds) / 12;
      return tokensAStep / seconds;
    },
  };
}

/** Builds a language model: Embedding -> LSTM ... -> Dense, softmax. */
export async function languageModel(options: LanguageModelOptions): Promise<LanguageModel> {
  expectOptions(options, 'languageModel');
  return withModule((raw, threads) => new LanguageModel(raw, threads, options));
}
