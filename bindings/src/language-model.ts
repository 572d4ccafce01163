// A model of text: learns from one, scores one, goes on writing one.
import { drive, Turns } from './drive.js';
import { callbackNames, expectLive, expectOptions } from './expect.js';
import { withModule } from './init.js';
import { Owner, using } from './lifetime.js';
import { Model, type SaveOptions, taken, withBytes } from './model.js';
import type { Schedule } from './optimizers.js';
import { type Raw, type RawLanguageModel, type Steps, text as toText } from './raw.js';
import { Tensor, withTensors } from './tensor.js';
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

/** What a layer was at every step, `[T, H]` each: the gates i, f, g, o, the cell c, the output h. */
export type LayerStates = Record<(typeof gates)[number], Tensor>;
const gates = ['i', 'f', 'g', 'o', 'c', 'h'] as const;

export class LanguageModel extends Model<RawLanguageModel> {
  readonly tokenizer: Tokenizer;

  /** @internal Use `languageModel()` or `loadLanguageModel()`. */
  constructor(raw: Raw, handle: RawLanguageModel, tokenizer: Tokenizer) {
    super(raw, handle, 'language model');
    this.tokenizer = tokenizer;
  }

  /** The model and its tokenizer as a safetensors file, for `loadLanguageModel`. */
  async save(options: SaveOptions = {}): Promise<Uint8Array> {
    expectOptions(options, 'save');
    const { kind, vocabulary } = this.tokenizer;
    const tokenizer = JSON.stringify({ kind, vocabulary });
    return taken(this.owner.handle.save(tokenizer, options.optimizer === true));
  }

  /** The natural logarithm of the probability of each token of a text, but for the first, given those before it. */
  async score(text: string): Promise<Float32Array> {
    const scoring = withTensors(this.raw, { text: this.tokenizer.encode(text) }, (rawText) =>
      this.raw.newTextScoring(this.owner.handle, rawText!),
    );
    return using(scoring, async () => {
      await this.#through(scoring);
      return scoring.elements().slice();
    });
  }

  /** Every gate of every layer at every step of a text. */
  async inspect(text: string): Promise<{ tokens: Int32Array; layers: LayerStates[] }> {
    const tokens = this.tokenizer.encode(text);
    const inspection = withTensors(this.raw, { text: tokens }, (rawText) =>
      this.raw.newInspection(this.owner.handle, rawText!),
    );
    return using(inspection, async () => {
      await this.#through(inspection);
      const layers = Array.from({ length: inspection.layers() }, (_, layer) => {
        const shape: number[] = JSON.parse(inspection.shape(layer));
        const tensor = (gate: number) => new Tensor(inspection.elements(layer, gate).slice(), shape);
        return Object.fromEntries(gates.map((name, gate) => [name, tensor(gate)])) as LayerStates;
      });
      return { tokens, layers };
    });
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
    const trainer = withTensors(this.raw, { text: tokens.subarray(0, split) }, (rawText) =>
      this.raw.newTextTrainer(this.owner.handle, rawText!, toText(config)),
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
      withTensors(this.raw, { prompt: tokens }, (rawPrompt) =>
        this.raw.newGenerator(this.owner.handle, rawPrompt!, toText(config)),
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
    const evaluation = withTensors(this.raw, { text: tokens }, (rawText) =>
      this.raw.newTextEvaluation(this.owner.handle, rawText!),
    );
    return using(evaluation, async () => {
      await this.#through(evaluation, signal);
      return evaluation.loss();
    });
  }

  #through(steps: Steps, signal?: AbortSignal): Promise<void> {
    return drive(() => {
      this.owner.expectInUse();
      return steps.step();
    }, signal);
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
  const { tokenizer, ...config } = options;
  const revived = reviveTokenizer(tokenizer);
  const sized = toText({ ...config, vocabulary: revived.vocabulary.length });
  return withModule(
    (raw, threads) => new LanguageModel(raw, raw.newLanguageModel(sized, threads), revived),
  );
}

/** Builds a language model, and its tokenizer, from a file that `save()` wrote. */
export async function loadLanguageModel(file: Uint8Array | ArrayBuffer): Promise<LanguageModel> {
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => {
      const loaded = raw.newLanguageModelOfFile(bytes, threads);
      try {
        const tokenizer = reviveTokenizer(JSON.parse(loaded.tokenizer()));
        return new LanguageModel(raw, loaded.model(), tokenizer);
      } finally {
        loaded.delete();
      }
    }),
  );
}
