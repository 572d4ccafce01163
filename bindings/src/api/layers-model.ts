// Layers that learn from arrays: what chains and graphs of them have in common.
import type { Callbacks } from '../fit/callbacks.js';
import { drive } from '../fit/drive.js';
import { course, named, record } from '../fit/fit.js';
import { Followers, listed } from '../fit/followers.js';
import { callbackNames, expectLive } from '../fit/live.js';
import { trainingOf, validationInputs } from '../fit/sequential-fit.js';
import { warnOnce } from '../start/warning.js';
import { expectBoolean, expectNoMore, expectNotBoth, expectNumber, expectOptions, shown } from '../values/expect.js';
import type { Logs } from '../values/logs.js';
import { using } from '../wire/lifetime.js';
import { fitNumbers, type Raw, type RawModel, type RawTensors } from '../wire/raw.js';
import { tape } from '../wire/tape.js';
import { type States, type StatesInput, takenStates, withStates } from '../wire/states.js';
import { takenGroups, takenTensors, withInputs } from '../wire/tensors.js';
import { taken } from '../wire/bytes.js';
import type { InspectedLayers } from './inspected.js';
import type { Cell, CellStates } from './layers.js';
import { AnyModel } from './any-model.js';
import { type AttributeOptions, attributed, attributeNames } from './attribution.js';
import { type Data, listedBy, places } from './data.js';
import { type SaveOptions, withOptimizer } from './model-options.js';
import type { Schedule } from './optimizers.js';
import { type StepOf, Stream, type StreamOptions, streamNames } from './stream.js';
import {
  type CompileOptions,
  compileNames,
  type EvaluateOptions,
  evaluateNames,
  type FitOptions,
  fitNames,
  type History,
  type PredictOptions,
  predictNames,
  type TrainOnBatchOptions,
  trainOnBatchNames,
} from './sequential-options.js';

/** What is given for its inputs or outputs, and what it predicts, differ in a graph. */
export abstract class LayersModel<Given, Predicted> extends AnyModel<RawModel> {
  #trained = false; // by a batch
  readonly #inputs: readonly string[];
  readonly #outputs: readonly string[];

  /** @internal */
  constructor(raw: Raw, handle: RawModel) {
    super(raw, handle, 'model');
    this.#inputs = JSON.parse(handle.inputNames());
    this.#outputs = JSON.parse(handle.outputNames());
  }

  /** What a call is given, as it crosses. */
  #given(given: {
    x?: unknown;
    y?: unknown;
    sampleWeight?: unknown;
    baseline?: unknown;
    validationData?: FitOptions['validationData'];
  }) {
    const { validationX, validationY, validationWeight } = validationInputs(given.validationData as never);
    return {
      ...places('x', given.x as Data, this.#inputs),
      ...('y' in given && places('y', given.y as Data, this.#outputs)),
      ...places('baseline', given.baseline as Data, this.#inputs),
      ...places('sampleWeight', given.sampleWeight as Data, this.#outputs),
      ...(given.validationData && places('validationX', validationX as Data, this.#inputs)),
      ...(given.validationData && places('validationY', validationY as Data, this.#outputs)),
      ...places('validationWeight', validationWeight as Data, this.#outputs),
    };
  }

  /**
   * Sets loss, optimizer and metrics; before any training or evaluation. Of several outputs there may be a loss, and
   * a weight of it in the sum, for each: in order, or by the layers' names.
   * @throws TypeError where the loss does not fit the last layer, or for a wrong option.
   */
  compile(options: CompileOptions, ...more: undefined[]): void {
    expectOptions(options, 'compile', compileNames);
    expectNoMore(more, 'compile');
    const { loss, lossWeights, ...others } = options;
    const losses = typeof loss === 'object' ? listedBy(loss, this.#outputs, 'loss') : undefined;
    const weights = lossWeights && listedBy(lossWeights, this.#outputs, 'lossWeights');
    this.owner.handle.compile(
      tape({ ...(losses ? { losses } : { loss }), ...others, ...(weights && { lossWeights: weights }) }),
    );
  }

  /** Lets stateful layers begin with zeros again. */
  resetStates(...more: undefined[]): void {
    expectNoMore(more, 'resetStates');
    this.owner.handle.resetStates();
  }

  /**
   * What the stateful layers carry; after a `predict` with `states`, what all recurrent layers do (of a
   * stateful model in a fit only up to its next step: the fit goes on with its own).
   */
  getStates(...more: undefined[]): States {
    expectNoMore(more, 'getStates');
    return takenStates(this.owner.handle.states());
  }

  /** Lets stateful layers go on from there. Those of every recurrent layer are given, or none: zeros. */
  setStates(states: StatesInput, ...more: undefined[]): void {
    expectNoMore(more, 'setStates');
    const { handle } = this.owner;
    withStates(this.raw, states, (dict) => handle.setStates(dict));
  }

  /**
   * Lets a layer learn, or freezes it as it is, also during a fit: from its next step on. Of a
   * bidirectional layer both halves.
   * @throws TypeError where there is no layer of that name.
   */
  setTrainable(layer: string, trainable: boolean, ...more: undefined[]): void {
    expectNoMore(more, 'setTrainable');
    expectBoolean(trainable, 'trainable in setTrainable');
    this.owner.handle.setTrainable(typeof layer === 'string' ? layer : shown(layer), trainable);
  }

  /** Changes the learning rate, also of a fit under way: from its next step on. */
  setLearningRate(learningRate: number | Schedule, ...more: undefined[]): void {
    expectNoMore(more, 'setLearningRate');
    this.owner.handle.setLearningRate(tape({ learningRate }));
  }

  /**
   * The model as a safetensors file: its state dict, and in the metadata what `loadModel` builds it
   * from.
   */
  async save(options: SaveOptions = {}, ...more: undefined[]): Promise<Uint8Array> {
    expectNoMore(more, 'save');
    return taken(this.owner.handle.save(withOptimizer(options)));
  }

  get #names(): (keyof Logs)[] {
    return JSON.parse(this.owner.handle.logNames());
  }

  /**
   * Trains for some epochs. `stopTraining`, or a callback that returns false, ends it after the step: the
   * epoch is closed with the batches that it had, validated and in the history, as in Keras. Rejects with
   * an AbortError when the signal says stop; the weights are then those of the last whole step.
   *
   * Validation, and whatever else looks at the model meanwhile, leaves what stateful layers carry alone:
   * it begins with zeros. Their batches, of validation too, must all be of one size.
   *
   * x: tokens `[N, T]`, or numbers `[N, T, I]` or `[N, I]`, as the first layer reads them. y: as the last
   * layer gives them, `[N, K]` or `[N, T, K]`, the last axis left out where K is 1; labels `[N]` or
   * `[N, T]` of the sparse cross-entropy. Sequences may be of unequal lengths: an array of arrays, of typed
   * arrays or of tensors, each as long as it is, and y and sampleWeight as long as x where they have steps.
   * They are padded and masked inside.
   *
   * What counts is looked at before the first step; steps that are masked, or weigh 0, may hold anything.
   * The first time that the inputs or the targets of a first batch have a deviation above 50, a warning
   * says so (`init({ warnings: false })`: none).
   * @throws TypeError or RangeError for wrong data or options; Error where the loss is NaN or infinite,
   * naming epoch and batch: the weights are then those before it.
   */
  async fit(x: Given, y: Given, options: FitOptions = {}, ...more: undefined[]): Promise<History> {
    expectOptions(options, 'fit', fitNames);
    expectNoMore(more, 'fit');
    expectLive(options, callbackNames.sequential);
    const { validationData, validationSplit = 0, sampleWeight, callbacks, signal, ...config } = options;
    signal?.throwIfAborted();
    this.stopTraining = false;
    expectNumber(validationSplit, 'validationSplit in fit');
    if (validationSplit !== 0) expectNotBoth(options, 'validationData', 'validationSplit', 'fit');
    const trainer = withInputs(this.raw, this.#given({ x, y, sampleWeight, validationData }), (inputs) =>
      this.raw.newTrainer(this.owner.handle, inputs, validationSplit, tape(config)),
    );
    const validates = validationData !== undefined || validationSplit > 0;
    const result: History = { epoch: [], history: {} };
    await using(trainer, async () => {
      warnOnce(() => trainer.unscaled());
      const training = trainingOf(trainer, this.#names, validates);
      const followers = this.#followers(listed(callbacks), validates);
      await using(followers, () =>
        course(
          training,
          followers,
          (logs) => {
            result.epoch.push(fitNumbers(trainer).epoch);
            record(result.history, logs);
          },
          () => this.owner.expectInUse(),
          signal,
        ),
      );
    });
    return result;
  }

  #followers(callbacks: Callbacks[], validates: boolean): Followers {
    const names = this.#names;
    const watched = {
      raw: this.raw,
      model: this.owner.handle,
      logged: validates ? [...names, ...names.map((name) => `val_${name}`)] : names,
      setLearningRate: (learningRate: number) => this.setLearningRate(learningRate),
    };
    return new Followers(watched, callbacks, callbackNames.sequential, () => this.stopTraining);
  }

  /** One update from one batch. Gives its loss and metrics before it. */
  async trainOnBatch(x: Given, y: Given, options: TrainOnBatchOptions = {}, ...more: undefined[]): Promise<Logs> {
    expectOptions(options, 'trainOnBatch', trainOnBatchNames);
    expectNoMore(more, 'trainOnBatch');
    const { sampleWeight } = options;
    return withInputs(this.raw, this.#given({ x, y, sampleWeight }), (inputs) => {
      const { handle } = this.owner;
      if (!this.#trained) warnOnce(() => handle.unscaledBatch(inputs));
      this.#trained = true;
      return named(this.#names, handle.trainOnBatch(inputs));
    });
  }

  /**
   * Loss and metrics over a data set, as `fit` takes it. Nothing is dropped out.
   * @throws As `fit` does.
   */
  async evaluate(x: Given, y: Given, options: EvaluateOptions = {}, ...more: undefined[]): Promise<Logs> {
    expectOptions(options, 'evaluate', evaluateNames);
    expectNoMore(more, 'evaluate');
    const { sampleWeight, ...config } = options;
    const evaluation = withInputs(this.raw, this.#given({ x, y, sampleWeight }), (inputs) =>
      this.raw.newEvaluation(this.owner.handle, inputs, tape(config)),
    );
    return using(evaluation, async () => {
      await drive(() => evaluation.step() > 0);
      return named(this.#names, evaluation.logs(0));
    });
  }

  /**
   * The outputs for every sample: `[N, K]`, or `[N, T, K]` where the last layer gives sequences. Of
   * sequences of unequal lengths it is padded with zeros, and has `lengths`. With
   * `states` all recurrent layers begin with those in place of zeros, in batches of as many samples as they
   * are of, and `getStates()` gives what they come to: a long sequence can be read in parts.
   */
  async predict(x: Given, options: PredictOptions = {}, ...more: undefined[]): Promise<Predicted> {
    expectOptions(options, 'predict', predictNames);
    expectNoMore(more, 'predict');
    const { states, ...config } = options;
    const start = (rawStates: RawTensors | null) =>
      withInputs(this.raw, this.#given({ x }), (inputs) =>
        this.raw.newPrediction(this.owner.handle, inputs, rawStates, tape(config)),
      );
    const prediction = states === undefined ? start(null) : withStates(this.raw, states, start);
    return using(prediction, async () => {
      await drive(() => prediction.step() > 0);
      const all = takenTensors(prediction.result());
      return (all.length === 1 ? all[0]! : all) as Predicted;
    });
  }

  /**
   * How much each number of x moves a number that the model gives: for every sample and step, of the shape of x; of tokens
   * a number each, `[N, T]`. With several inputs an array, in their order. Those of a sample sum to the difference
   * between what the model gives for it and for the baseline, all recurrent layers beginning with zeros; padding has none.
   * The gradient of a token is that by its embedding, times this. Nothing of the model changes.
   * @throws TypeError or RangeError for an output that is not there, in any of the samples, or other wrong options.
   */
  async attribute(x: Given, options: AttributeOptions = {}, ...more: undefined[]): Promise<Predicted> {
    expectOptions(options, 'attribute', attributeNames);
    expectNoMore(more, 'attribute');
    const given = this.#given({ x, baseline: options.baseline });
    const all = await attributed(this.raw, this.owner.handle, given, options, this.#outputs);
    return (all.length === 1 ? all[0]! : all) as Predicted;
  }

  /**
   * To ask it step by step, with states of its own that begin at zeros: beside other streams, and beside a fit, whose
   * weights it reads as they are at each step. Convolutions and pooling keep the steps that they look back to.
   * @throws TypeError for a layer that needs whole sequences, by its name: one that reads from the end or both ways,
   * looks at all steps at once, pads 'same', or makes other shapes of them.
   */
  stream(options: StreamOptions = {}, ...more: undefined[]): Stream<Given, StepOf<Predicted>> {
    expectOptions(options, 'stream', streamNames);
    expectNoMore(more, 'stream');
    const { batchSize = 1 } = options;
    const handle = this.raw.newStream(this.owner.handle, tape({ batchSize }));
    return new Stream(handle, this.#inputs, this.#outputs.length, batchSize);
  }

  /**
   * Every gate of every recurrent layer at every step of the sequences; of a bidirectional layer first
   * those of its forward half, then those of its backward half. Stateful layers begin with what they
   * carry, and keep it. TypeScript takes them for LSTMs, or for what it is told: `inspect<'gru'>(x)`.
   */
  async inspect<Its extends Cell = 'lstm'>(x: Given, ...more: undefined[]): Promise<InspectedLayers<Its>> {
    expectNoMore(more, 'inspect');
    const layers = withInputs(this.raw, this.#given({ x }), (inputs) => this.owner.handle.inspect(inputs));
    return { layers: Object.values(takenGroups(layers)) as unknown as CellStates[Its][] };
  }
}
