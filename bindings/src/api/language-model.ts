// A model of text: learns from one, scores one, goes on writing one.
import { drive, Turns } from '../fit/drive.js';
import { course, record } from '../fit/fit.js';
import { Followers, listed } from '../fit/followers.js';
import { parted, TextTraining } from '../fit/language-fit.js';
import { callbackNames, expectLive } from '../fit/live.js';
import { withModule } from '../start/init.js';
import { givenTokenizer, reviveTokenizer, specOf } from '../text/given-tokenizer.js';
import { askedTokens, excludedTokens, type TextInput, tokensOf } from '../text/text-input.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { expectNoMore, expectNotBoth, expectNumber, expectOptions, shown } from '../values/expect.js';
import { Owner, using } from '../wire/lifetime.js';
import { type Raw, type RawLanguageModel, type RawTensors, textNumbers, type Work } from '../wire/raw.js';
import { tape } from '../wire/tape.js';
import { takenGroups, takenTensors, withInputs } from '../wire/tensors.js';
import { attributed, type LanguageAttributeOptions, languageAttributeNames } from './attribution.js';
import type { Inspected } from './inspected.js';
import {
  type GenerateOptions,
  generateNames,
  type LanguageFitOptions,
  type LanguageHistory,
  type LanguageModelOptions,
  type LanguageScore,
  languageFitNames,
  languageModelNames,
} from './language-options.js';
import { taken, withBytes } from '../wire/bytes.js';
import type { Cell, CellStates } from './layers.js';
import { AnyModel } from './any-model.js';
import { type SaveOptions, withOptimizer } from './model-options.js';
import type { Schedule } from './optimizers.js';

/**
 * A model of text: Embedding, one or more LSTMs (or other recurrent layers), Dense with a softmax over the
 * vocabulary. Made by {@link languageModel} or {@link loadLanguageModel}.
 */
export class LanguageModel extends AnyModel<RawLanguageModel> {
  /** Whose tokens it reads and writes. */
  readonly tokenizer: Tokenizer;
  readonly #trainers = new Set<Work>();

  /** @internal Use `languageModel()` or `loadLanguageModel()`. */
  constructor(raw: Raw, handle: RawLanguageModel, tokenizer: Tokenizer) {
    super(raw, handle, 'language model');
    this.tokenizer = tokenizer;
  }

  /** The model and its tokenizer as a safetensors file, for `loadLanguageModel`. */
  async save(options: SaveOptions = {}, ...more: undefined[]): Promise<Uint8Array> {
    expectNoMore(more, 'save');
    const optimizer = withOptimizer(options);
    const tokenizer = JSON.stringify(specOf(this.tokenizer));
    return taken(this.owner.handle.saveText(tokenizer, optimizer));
  }

  /** The natural logarithm of the probability of each token of a text, but for the first, given those before it. */
  async score(text: TextInput, ...more: undefined[]): Promise<Float32Array> {
    expectNoMore(more, 'score');
    return this.#numbersOf(text, (asked) => this.raw.newTextScoring(this.owner.handle, asked));
  }

  /**
   * Every gate of every recurrent layer at every step of a text. TypeScript takes them for LSTMs, or for what
   * it is told: `inspect<'gru'>(text)`.
   */
  async inspect<Its extends Cell = 'lstm'>(text: TextInput, ...more: undefined[]): Promise<Inspected<Its>> {
    expectNoMore(more, 'inspect');
    const tokens = askedTokens(this.tokenizer, text);
    const inspection = withInputs(this.raw, { text: tokens }, (asked) =>
      this.raw.newInspection(this.owner.handle, asked),
    );
    return using(inspection, async () => {
      await this.#through(inspection);
      return { tokens, layers: Object.values(takenGroups(inspection.result())) as unknown as CellStates[Its][] };
    });
  }

  /** The probability of every token of the vocabulary to come after the text. */
  async nextProbabilities(text: TextInput, ...more: undefined[]): Promise<Float32Array> {
    expectNoMore(more, 'nextProbabilities');
    return this.#numbersOf(text, (asked) => this.raw.newNextToken(this.owner.handle, asked));
  }

  /**
   * How much each token of a text moves the probability of one to come after it: in all by what that is more than after as
   * many tokens whose embeddings are zeros. Nothing of the model changes.
   * @throws TypeError or RangeError for a token that is not in the vocabulary, or other wrong options.
   */
  async attribute(text: TextInput, options: LanguageAttributeOptions = {}, ...more: undefined[]): Promise<Float32Array> {
    expectOptions(options, 'attribute', languageAttributeNames);
    expectNoMore(more, 'attribute');
    const { output, ...config } = options;
    const data = askedTokens(this.tokenizer, text);
    const next = output === undefined ? likeliest(await this.nextProbabilities(data)) : this.#tokenOf(output);
    const x = { data, shape: [1, data.length] };
    const asked = { ...config, output: [data.length - 1, next] as const };
    const [its] = await attributed(this.raw, this.owner.handle, { x }, asked, ['output']);
    return its!.data as Float32Array;
  }

  #tokenOf(output: number | string): number {
    if (typeof output !== 'string') return output; // core looks at it
    const token = this.tokenizer.vocabulary.indexOf(output);
    if (token >= 0) return token;
    throw new RangeError(`lstm: expected output in attribute to be a text of the vocabulary, got '${output}'`);
  }

  /** Changes the learning rate of the fit under way, from its next step on. */
  setLearningRate(learningRate: number | Schedule, ...more: undefined[]): void {
    expectNoMore(more, 'setLearningRate');
    this.owner.expectInUse();
    if (this.#trainers.size === 0) {
      throw new Error('lstm: expected a fit under way in setLearningRate, got none');
    }
    for (const trainer of this.#trainers) trainer.setRate(tape({ learningRate }));
  }

  /**
   * Truncated back-propagation through time (Williams and Peng, 1990), over `batchSize` contiguous
   * streams of the text; the state goes on from window to window. In an epoch every token but the
   * first is a target once: the last window has the steps that are left, and its gradient is that of
   * the mean over its own tokens, however few. A text too short for `batchSize` streams of a whole
   * window has as many streams as do, at least one, and then a shorter window: the history says which.
   * `stopTraining`, or a callback that returns false, ends it after the step (to callbacks a step is a
   * batch): the epoch is closed with the steps that it had, validated and in the history. Rejects with
   * an AbortError when the signal says stop; the weights are then those of the last whole step.
   * @throws RangeError for a number out of range, TypeError for a text of fewer than 2 tokens or
   * another wrong option; Error where the loss is NaN or infinite, naming the step: the weights are
   * then those before it.
   */
  async fit(text: TextInput, options: LanguageFitOptions = {}, ...more: undefined[]): Promise<LanguageHistory> {
    expectOptions(options, 'fit', languageFitNames);
    expectNoMore(more, 'fit');
    expectNotBoth(options, 'steps', 'epochs', 'fit');
    expectLive(options, callbackNames.languageModel);
    const { validationSplit = 0, callbacks, signal, ...config } = options;
    signal?.throwIfAborted();
    this.stopTraining = false;
    expectNumber(validationSplit, 'validationSplit in fit');
    const [learned, validation] = parted(tokensOf(this.tokenizer, text), validationSplit);
    const { handle } = this.owner;
    const trainer = withInputs(this.raw, { text: learned }, (asked) =>
      this.raw.newTextTrainer(handle, asked, tape(config)),
    );
    const training = new TextTraining(this.raw, handle, trainer, validation);
    const { batchSize, sequenceLength, stepsPerEpoch } = textNumbers(trainer);
    const result: LanguageHistory = {
      step: [],
      history: { loss: [], ...(validation.length > 0 && { val_loss: [] }), learningRate: [] },
      batchSize,
      sequenceLength,
      stepsPerEpoch,
    };
    this.#trainers.add(trainer);
    return using(training, async () => {
      const followers = this.#followers(trainer, listed(callbacks), validation.length > 0);
      await using(followers, () =>
        course(
          training,
          followers,
          (logs) => {
            result.step.push(training.stepNumber);
            record(result.history, logs);
          },
          () => this.owner.expectInUse(),
          signal,
        ),
      );
      return result;
    }).finally(() => this.#trainers.delete(trainer));
  }

  #followers(trainer: Work, callbacks: object[], validates: boolean): Followers {
    const watched = {
      raw: this.raw,
      model: this.owner.handle,
      logged: validates ? ['loss', 'val_loss'] : ['loss'],
      setLearningRate: (learningRate: number) => trainer.setRate(tape({ learningRate })),
    };
    return new Followers(watched, callbacks, callbackNames.languageModel, () => this.stopTraining);
  }

  /**
   * The mean loss over all tokens of a text but the first, of at least 2, and two other ways to say it.
   * A long text is read as up to 32 streams, each at least 64 tokens long and with a state of its own,
   * which begins with zeros.
   */
  async evaluate(text: TextInput, ...more: undefined[]): Promise<LanguageScore> {
    expectNoMore(more, 'evaluate');
    const loss = await this.#loss(askedTokens(this.tokenizer, text));
    return { loss, bitsPerToken: loss / Math.LN2, perplexity: Math.exp(loss) };
  }

  /**
   * Goes on writing after the prompt, a token's text at a time: `tokenizer.vocabulary.indexOf(text)` is
   * the token. Stop by leaving the loop.
   * @throws TypeError or RangeError for an empty prompt, an unknown character, nothing left to draw, or a
   * wrong option.
   */
  async *generate(options: GenerateOptions, ...more: undefined[]): AsyncGenerator<string, void, void> {
    expectOptions(options, 'generate', generateNames);
    expectNoMore(more, 'generate');
    const { prompt, length = 200, exclude, ...config } = options;
    if (!(Number.isInteger(length) && length >= 0)) {
      throw new RangeError(`lstm: expected length to be a whole number of 0 or more, got ${shown(length)}`);
    }
    const tokens = askedTokens(this.tokenizer, prompt);
    const drawn = tape({ ...config, exclude: excludedTokens(this.tokenizer, exclude) });
    // An owner, for a loop that is left without a word: then it is collected.
    const generation = new Owner(
      withInputs(this.raw, { prompt: tokens }, (asked) =>
        this.raw.newGenerator(this.owner.handle, asked, drawn),
      ),
      'generation',
    );
    const generator = generation.handle;
    try {
      await drive(() => {
        this.owner.expectInUse();
        return generator.step() > 0;
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

  async #loss(tokens: Int32Array): Promise<number> {
    const evaluation = withInputs(this.raw, { text: tokens }, (asked) =>
      this.raw.newTextEvaluation(this.owner.handle, asked),
    );
    return using(evaluation, async () => {
      await this.#through(evaluation);
      return evaluation.numbers()[0]!;
    });
  }

  #numbersOf(text: TextInput, begin: (text: RawTensors) => Work): Promise<Float32Array> {
    const work = withInputs(this.raw, { text: askedTokens(this.tokenizer, text) }, (asked) => begin(asked));
    return using(work, async () => {
      await this.#through(work);
      return takenTensors(work.result())[0]!.data as Float32Array;
    });
  }

  #through(work: Work): Promise<void> {
    return drive(() => {
      this.owner.expectInUse();
      return work.step() > 0;
    });
  }
}

const likeliest = (probabilities: Float32Array) =>
  probabilities.reduce((best, p, token) => (p > probabilities[best]! ? token : best), 0);

/**
 * Builds a language model with freshly drawn weights.
 * @throws TypeError or RangeError for a wrong option, also for a vocabulary of one's own that its rule can't
 * give.
 */
export async function languageModel(options: LanguageModelOptions, ...more: undefined[]): Promise<LanguageModel> {
  expectOptions(options, 'languageModel', languageModelNames);
  expectNoMore(more, 'languageModel');
  const { tokenizer, ...config } = options;
  const given = givenTokenizer(tokenizer);
  const sized = tape({ ...config, vocabulary: given.vocabulary.length });
  return withModule(
    (raw, threads) => new LanguageModel(raw, raw.newLanguageModel(sized, threads), given),
  );
}

/**
 * Builds a language model, and its tokenizer, from a file that `save()` wrote.
 * @throws TypeError for bytes that are no such file.
 */
export async function loadLanguageModel(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<LanguageModel> {
  expectNoMore(more, 'loadLanguageModel');
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => {
      const handle = raw.newLanguageModelOfFile(bytes, threads);
      try {
        return new LanguageModel(raw, handle, reviveTokenizer(JSON.parse(handle.tokenizer())));
      } catch (error) {
        handle.delete();
        throw error;
      }
    }),
  );
}
