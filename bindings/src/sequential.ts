// A stack of layers that learns from arrays.
import type { Callbacks } from './callbacks.js';
import { drive } from './drive.js';
import { callbackNames, expectLive, expectNumber, expectOptions } from './expect.js';
import { logsOf, named, reporter, stopsEarly } from './fit.js';
import { withModule } from './init.js';
import { type InspectedLayers, takenLayers } from './inspect.js';
import type { Layer } from './layers.js';
import { using } from './lifetime.js';
import { Model, type SaveOptions, taken, withBytes } from './model.js';
import type { Optimizer, Schedule } from './optimizers.js';
import { fitEvents, type Logs, type Raw, type RawDict, type RawModel, text } from './raw.js';
import { type States, type StatesInput, takenStates, withStates } from './states.js';
import { type Input, Tensor, withTensors } from './tensor.js';

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** At least one, made by `layers`; the first an embedding, or a layer with `inputShape`. */
  layers: Layer[];
  /** Of the starting weights, the shuffles and dropout: the same seed gives the same numbers. Default 0. */
  seed?: number;
}

/** Options of `compile()`. */
export interface CompileOptions {
  /**
   * Between outputs z, before a sigmoid or softmax, and targets y, as a mean over samples and unmasked
   * steps:
   * - `binaryCrossentropy`, after a sigmoid: max(z, 0) - z y + log(1 + exp(-|z|)), y in 0 ... 1
   * - `categoricalCrossentropy`, after a softmax: sum of y (log sum exp(z) - z), y `[N, K]`
   * - `sparseCategoricalCrossentropy`: the same for labels y, `[N]` or, of sequences, `[N, T]`
   * - `meanSquaredError`: (z - y)^2, `meanAbsoluteError`: |z - y|, of outputs as they are
   */
  loss:
    | 'binaryCrossentropy'
    | 'categoricalCrossentropy'
    | 'sparseCategoricalCrossentropy'
    | 'meanSquaredError'
    | 'meanAbsoluteError';
  /** Default `'adam'`. */
  optimizer?: Optimizer;
  /**
   * What else is logged: `accuracy`, of a cross-entropy, the share of right answers; `mse` and `mae`,
   * the mean squared and absolute error of the outputs. Default none.
   */
  metrics?: ('accuracy' | 'mse' | 'mae')[];
}

/** Options of `Sequential.fit()`. */
export interface FitOptions {
  /** Passes over the data, `initialEpoch` included. Default 1. */
  epochs?: number;
  /** Samples an update. At least 1. Default 32. */
  batchSize?: number;
  /** Take the samples in a new order every epoch. Default true. */
  shuffle?: boolean;
  /** To score after every epoch, with weights of its samples if any. */
  validationData?: [x: Input, y: Input, sampleWeight?: Input];
  /** In its place: share of the samples, the last ones, that are set aside for it, in [0, 1). Default 0. */
  validationSplit?: number;
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`; if left out, 1. */
  sampleWeight?: Input;
  /**
   * In its place: what samples, or steps, count by their class, of a cross-entropy; 1 where it is not
   * named. Validation data always count 1.
   */
  classWeight?: Record<number, number>;
  /** The epoch to begin with, of `epochs`: for a fit that is resumed. Default 0. */
  initialEpoch?: number;
  /** Functions, or one of `callbacks`, or several of either in an array. */
  callbacks?: Callbacks | Callbacks[];
  /** Ends the fit between two steps: it rejects with the signal's reason, an AbortError. */
  signal?: AbortSignal;
}

/** Options of `evaluate()`. */
export interface EvaluateOptions {
  /** Samples at a time: of speed and memory alone. At least 1. Default 32. */
  batchSize?: number;
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`; if left out, 1. */
  sampleWeight?: Input;
}

/** Options of `predict()`. */
export interface PredictOptions {
  /** Samples at a time: of speed and memory alone. At least 1. Default 32. */
  batchSize?: number;
  /** What the LSTM layers begin with, in place of zeros. */
  states?: StatesInput;
}

/** What a fit did: one entry an epoch. */
export interface History {
  /** Their numbers, counted from 0. */
  epoch: number[];
  /** Loss and metrics by name, of training (as it learned) and of validation. */
  history: { [name in keyof Logs]?: number[] };
}

/** A stack of layers. Made by {@link sequential} or {@link loadModel}. */
export class Sequential extends Model<RawModel> {
  /** @internal Use `sequential()` or `loadModel()`. */
  constructor(raw: Raw, handle: RawModel) {
    super(raw, handle, 'model');
  }

  /**
   * Sets loss, optimizer and metrics; before any training or evaluation.
   * @throws TypeError where the loss does not fit the last layer, or for a wrong option.
   */
  compile(options: CompileOptions): void {
    expectOptions(options, 'compile');
    this.owner.handle.compile(text(options));
  }

  /** Lets stateful layers begin with zeros again. */
  resetStates(): void {
    this.owner.handle.resetStates();
  }

  /** What the stateful layers carry; after a `predict` with `states`, what all LSTM layers do. */
  getStates(): States {
    return takenStates(this.owner.handle.states());
  }

  /** Lets stateful layers go on from there. Those of every LSTM layer are given, or none: zeros. */
  setStates(states: StatesInput): void {
    const { handle } = this.owner;
    withStates(this.raw, states, (dict) => handle.setStates(dict));
  }

  /** Changes the learning rate, also of a fit under way: from its next step on. */
  setLearningRate(learningRate: number | Schedule): void {
    this.owner.handle.setLearningRate(text({ learningRate }));
  }

  /**
   * The model as a safetensors file: its state dict, and in the metadata what `loadModel` builds it
   * from.
   */
  async save(options: SaveOptions = {}): Promise<Uint8Array> {
    expectOptions(options, 'save');
    return taken(this.owner.handle.save(options.optimizer === true));
  }

  get #names(): (keyof Logs)[] {
    return JSON.parse(this.owner.handle.logNames());
  }

  /**
   * Trains for some epochs. Rejects with an AbortError when the signal says stop; the weights are
   * then those of the last whole step.
   *
   * x: tokens `[N, T]`, or numbers `[N, T, I]` or `[N, I]`, as the first layer reads them. y: as the last
   * layer gives them, `[N, K]` or `[N, T, K]`, the last axis left out where K is 1; labels `[N]` or
   * `[N, T]` of the sparse cross-entropy.
   * @throws TypeError or RangeError for wrong data or options; Error where the loss is NaN or infinite,
   * naming epoch and batch: the weights are then those before it.
   */
  async fit(x: Input, y: Input, options: FitOptions = {}): Promise<History> {
    expectOptions(options, 'fit');
    expectLive(options, callbackNames.sequential);
    const { validationData, validationSplit = 0, sampleWeight, callbacks, signal, ...config } = options;
    signal?.throwIfAborted();
    expectNumber(validationSplit, 'validationSplit in fit');
    const trainer = withTensors(
      this.raw,
      { x, y, sampleWeight, ...validationInputs(validationData) },
      (rawX, rawY, weights, ...validation) =>
        this.raw.newTrainer(this.owner.handle, rawX!, rawY!, weights!, validation[0] ?? null,
          validation[1] ?? null, validation[2] ?? null,
          validationData === undefined ? validationSplit : 0, text(config)),
    );
    const validates = validationData !== undefined || validationSplit > 0;
    const logs = logsOf(trainer, this.#names, validates);
    const result: History = { epoch: [], history: {} };
    await using(trainer, async () => {
      const names = validates ? [...this.#names, ...this.#names.map((name) => `val_${name}`)] : this.#names;
      const stopper = stopsEarly(this.raw, this.owner.handle, callbacks, names);
      try {
        const report = reporter(trainer, logs, callbacks);
        await report?.('begin');
        await drive(() => {
          this.owner.expectInUse();
          const event = fitEvents[trainer.step()]!;
          if (event === 'done') return false;
          if (event !== 'epoch') return report ? report(event).then(() => true) : true;
          const closed = logs.epoch();
          record(result, trainer.epoch(), closed);
          const goesOn = !stopper.ends(trainer.epoch(), closed);
          return report ? report(goesOn ? 'epoch' : 'stop', closed).then(() => goesOn) : goesOn;
        }, signal);
        await report?.('end');
      } finally {
        stopper.free();
      }
    });
    return result;
  }

  /** One update from one batch. Gives its loss and metrics before it. */
  async trainOnBatch(x: Input, y: Input, options: { sampleWeight?: Input } = {}): Promise<Logs> {
    expectOptions(options, 'trainOnBatch');
    const { sampleWeight } = options;
    const trained = withTensors(this.raw, { x, y, sampleWeight }, (rawX, rawY, weights) =>
      this.raw.newTrainedBatch(this.owner.handle, rawX!, rawY!, weights!),
    );
    return using(trained, async () => named(this.#names, (which) => trained.log(which)));
  }

  /** Loss and metrics over a data set, as `fit` takes it. Nothing is dropped out. */
  async evaluate(x: Input, y: Input, options: EvaluateOptions = {}): Promise<Logs> {
    expectOptions(options, 'evaluate');
    const { sampleWeight, ...config } = options;
    const evaluation = withTensors(this.raw, { x, y, sampleWeight }, (rawX, rawY, weights) =>
      this.raw.newEvaluation(this.owner.handle, rawX!, rawY!, weights!, text(config)),
    );
    return using(evaluation, async () => {
      await drive(() => evaluation.step());
      return named(this.#names, (which) => evaluation.log(which));
    });
  }

  /**
   * The outputs for every sample: `[N, K]`, or `[N, T, K]` where the last layer gives sequences. With
   * `states` all LSTM layers begin with those in place of zeros, in batches of as many samples as they
   * are of, and `getStates()` gives what they come to: a long sequence can be read in parts.
   */
  async predict(x: Input, options: PredictOptions = {}): Promise<Tensor> {
    expectOptions(options, 'predict');
    const { states, ...config } = options;
    const start = (rawStates: RawDict | null) =>
      withTensors(this.raw, { x }, (rawX) =>
        this.raw.newPrediction(this.owner.handle, rawX!, rawStates, text(config)),
      );
    const prediction = states === undefined ? start(null) : withStates(this.raw, states, start);
    return using(prediction, async () => {
      await drive(() => prediction.step());
      return new Tensor(prediction.elements().slice(), JSON.parse(prediction.shape()));
    });
  }

  /**
   * Every gate of every LSTM layer at every step of the sequences; of a bidirectional layer first those
   * of its forward half, then those of its backward half. Stateful layers begin with what they carry,
   * and keep it.
   */
  async inspect(x: Input): Promise<InspectedLayers> {
    const layers = withTensors(this.raw, { x }, (rawX) =>
      this.raw.newLayers(this.owner.handle, rawX!),
    );
    return { layers: takenLayers(layers) };
  }
}

function record({ epoch, history }: History, closed: number, logs: Logs): void {
  epoch.push(closed);
  for (const [name, value] of Object.entries(logs)) (history[name as keyof Logs] ??= []).push(value);
}

function validationInputs(data: FitOptions['validationData']): Record<string, Input | undefined> {
  if (data === undefined) return {};
  if (!Array.isArray(data) || data.length < 2 || data.length > 3) {
    throw new TypeError('lstm: expected validationData in fit to be [x, y] or [x, y, sampleWeight]');
  }
  const [validationX, validationY, validationWeight] = data;
  return { validationX, validationY, validationWeight };
}

/**
 * Builds a model with freshly drawn weights.
 * @throws TypeError or RangeError for layers that do not fit each other, or a wrong option of one.
 */
export async function sequential(options: SequentialOptions): Promise<Sequential> {
  expectOptions(options, 'sequential');
  return withModule((raw, threads) => new Sequential(raw, raw.newModel(text(options), threads)));
}

/**
 * Builds a model from a file that `save()` wrote, compiled as it was.
 * @throws TypeError for bytes that are no such file.
 */
export async function loadModel(file: Uint8Array | ArrayBuffer): Promise<Sequential> {
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => new Sequential(raw, raw.newModelOfFile(bytes, threads))),
  );
}
