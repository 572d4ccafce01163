// How a language model learns from a text, a step at a time.
import { shown } from '../values/expect.js';
import type { Logs, StepLogs } from '../values/logs.js';
import { type Raw, type RawLanguageModel, textNumbers, type Work } from '../wire/raw.js';
import { withInputs } from '../wire/tensors.js';
import type { FitEvent, Place, Training } from './fit.js';
import { shortest } from './fit.js';
import { tokenRate } from './token-rate.js';

/** The part of a text to learn from, and its last part, to validate on. */
export function parted(tokens: Int32Array, validationSplit: number): [Int32Array, Int32Array] {
  if (!(validationSplit >= 0 && validationSplit < 1)) {
    throw new RangeError(`lstm: expected validationSplit in [0, 1), got ${shown(validationSplit)}`);
  }
  const split = Math.floor(tokens.length * (1 - validationSplit));
  if (validationSplit > 0 && tokens.length - split < 2) {
    throw new RangeError(
      `lstm: expected a validationSplit that leaves at least 2 tokens of ${tokens.length} to ` +
        `validate on, got ${validationSplit}`,
    );
  }
  return [tokens.subarray(0, split), tokens.subarray(split)];
}

/** Steps, the epochs that they make up, and a validation after each. */
export class TextTraining implements Training {
  readonly #evaluate: (() => Work) | undefined;
  readonly #trainer: Work;
  readonly #rate = tokenRate();
  /** Tokens of a whole window. */
  readonly #whole: number;
  #last: StepLogs;
  #evaluation: Work | undefined;
  #validationLoss: number | undefined;
  /** Of the epoch that has begun: each step's by its share of a whole window's tokens. */
  #losses = { sum: 0, shares: 0 };
  #closing = false;
  #epochLoss = 0;

  constructor(raw: Raw, model: RawLanguageModel, trainer: Work, validation: Int32Array) {
    this.#trainer = trainer;
    const { step, batchSize, sequenceLength } = textNumbers(trainer);
    this.#whole = batchSize * sequenceLength;
    this.#last = { step, loss: 0, tokensPerSecond: 0, learningRate: 0 };
    if (validation.length === 0) return;
    this.#evaluate = () =>
      withInputs(raw, { text: validation }, (text) => raw.newTextEvaluation(model, text));
  }

  /** Steps done, those before `initialStep` included. */
  get stepNumber(): number {
    return this.#last.step;
  }

  step(): FitEvent {
    if (this.#closing) return this.#validate() ? 'validation' : 'epoch';
    if (textNumbers(this.#trainer).done) return 'done';
    this.#train();
    return 'batch';
  }

  #train(): void {
    this.#rate.begin();
    const loss = this.#trainer.step();
    const { step, tokens, learningRate, stepsPerEpoch, done } = textNumbers(this.#trainer);
    const tokensPerSecond = this.#rate.end(tokens);
    const share = tokens / this.#whole;
    this.#last = { step, loss, tokensPerSecond, learningRate: shortest(learningRate) };
    this.#losses.sum += loss * share;
    this.#losses.shares += share;
    if (step % stepsPerEpoch === 0 || done) this.#closing = true;
  }

  /** A part of what comes before an epoch is closed; false when it is. */
  #validate(): boolean {
    if (this.#evaluate) {
      this.#evaluation ??= this.#evaluate();
      if (this.#score(this.#evaluation)) return true;
      this.#validationLoss = this.#evaluation.numbers()[0]!;
      this.#endEvaluation();
    }
    this.#epochLoss = this.#losses.sum / this.#losses.shares;
    this.#losses = { sum: 0, shares: 0 };
    this.#closing = false;
    return false;
  }

  #score(evaluation: Work): boolean {
    try {
      return evaluation.step() > 0;
    } catch (cause) {
      throw new Error(
        `lstm: expected a finite loss of the validation text, got ${evaluation.numbers()[0]} after step ` +
          `${this.#last.step}: try a smaller clipNorm or a lower learningRate`,
        { cause },
      );
    }
  }

  #placeOf(step: number): Place {
    const { stepsPerEpoch } = textNumbers(this.#trainer);
    return { epoch: Math.floor(step / stepsPerEpoch), batch: step % stepsPerEpoch };
  }

  place(): Place {
    return this.#placeOf(this.#last.step - 1);
  }

  next(): Place | undefined {
    return this.#closing || textNumbers(this.#trainer).done ? undefined : this.#placeOf(this.#last.step);
  }

  readonly afterBatch = {
    onStep: () => [{ ...this.#last }],
    onBatchEnd: () => [this.place().batch, { loss: this.#last.loss, learningRate: this.#last.learningRate }],
  };

  epochLogs(): Logs {
    const validation = this.#evaluate ? { val_loss: this.#validationLoss! } : {};
    return { loss: this.#epochLoss, ...validation, learningRate: this.#last.learningRate };
  }

  stop(): void {
    this.#trainer.stop();
    this.#closing = this.#losses.shares > 0;
  }

  #endEvaluation(): void {
    this.#evaluation?.delete();
    this.#evaluation = undefined;
  }

  delete(): void {
    this.#endEvaluation();
    this.#trainer.delete();
  }
}
