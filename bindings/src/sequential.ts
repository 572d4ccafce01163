// A stack of layers that learns from arrays.
import type { Callbacks } from './callbacks.js';
import { drive } from './drive.js';
import { callbackNames, expectLive, expectOptions } from './expect.js';
import { logsOf, named, reporter, stopsEarly } from './fit.js';
import { withModule } from './init.js';
import type { Layer } from './layers.js';
import { using } from './lifetime.js';
import { Model, type SaveOptions, taken, withBytes } from './model.js';
import type { Optimizer } from './optimizers.js';
import { fitEvents, type Logs, type Raw, type RawModel, text } from './raw.js';
import { type Input, Tensor, withTensors } from './tensor.js';

export interface SequentialOptions {
  layers: Layer[];
  /** Of the starting weights and the shuffles: the same seed gives the same numbers. */
  seed?: number;
}

export interface CompileOptions {
  loss:
    | 'binaryCrossentropy'
    | 'categoricalCrossentropy'
    | 'sparseCategoricalCrossentropy'
    | 'meanSquaredError'
    | 'meanAbsoluteError';
  /** Default `'adam'`. */
  optimizer?: Optimizer;
  metrics?: ('accuracy' | 'mse' | 'mae')[];
}

export interface FitOptions {
  /** Default 1. */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  /** Default true. */
  shuffle?: boolean;
  /** To score after every epoch, with weights of its samples if any. */
  validationData?: [x: Input, y: Input, sampleWeight?: Input];
  /** In its place: share of the samples, the last ones, that are set aside for it. Default 0. */
  validationSplit?: number;
  /** What each sample counts, `[N]`, or each of its steps, `[N, T]`. Default 1. */
  sampleWeight?: Input;
  /** The epoch to begin with, of `epochs`: for a fit that is resumed. Default 0. */
  initialEpoch?: number;
  /** Functions, or one of `callbacks`, or several of either in an array. */
  callbacks?: Callbacks | Callbacks[];
  signal?: AbortSignal;
}

/** One entry an epoch. */
export interface History {
  epoch: number[];
  history: { [name in keyof Logs]?: number[] };
}

export class Sequential extends Model<RawModel> {
  /** @internal Use `sequential()` or `loadModel()`. */
  constructor(raw: Raw, handle: RawModel) {
    super(raw, handle, 'model');
  }

  /** Sets loss, optimizer and metrics; before any training or evaluation. */
  compile(options: CompileOptions): void {
    expectOptions(options, 'compile');
    this.owner.handle.compile(text(options));
  }

  /** Lets stateful layers begin with zeros again. */
  resetStates(): void {
    this.owner.handle.resetStates();
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
   */
  async fit(x: Input, y: Input, options: FitOptions = {}): Promise<History> {
    expectOptions(options, 'fit');
    expectLive(options, callbackNames.sequential);
    const { validationData, validationSplit = 0, sampleWeight, callbacks, signal, ...config } = options;
    signal?.throwIfAborted();
    if (typeof validationSplit !== 'number') {
      throw new TypeError(`lstm: expected validationSplit in fit to be a number, got ${validationSplit}`);
    }
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
      const stopper = stopsEarly(this.raw, this.owner.handle, callbacks);
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

  /** One update from one batch. Gives the loss before it. */
  async trainOnBatch(x: Input, y: Input, { sampleWeight }: { sampleWeight?: Input } = {}): Promise<Logs> {
    const trained = withTensors(this.raw, { x, y, sampleWeight }, (rawX, rawY, weights) =>
      this.raw.newTrainedBatch(this.owner.handle, rawX!, rawY!, weights!),
    );
    return using(trained, async () => named(this.#names, (which) => trained.log(which)));
  }

  /** Loss and metrics over a data set. */
  async evaluate(
    x: Input,
    y: Input,
    options: { batchSize?: number; sampleWeight?: Input } = {},
  ): Promise<Logs> {
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

  /** The outputs for every sample: `[N, K]`, or `[N, T, K]` where the last layer gives sequences. */
  async predict(x: Input, options: { batchSize?: number } = {}): Promise<Tensor> {
    expectOptions(options, 'predict');
    const prediction = withTensors(this.raw, { x }, (rawX) =>
      this.raw.newPrediction(this.owner.handle, rawX!, text(options)),
    );
    return using(prediction, async () => {
      await drive(() => prediction.step());
      return new Tensor(prediction.elements().slice(), JSON.parse(prediction.shape()));
    });
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

/** Builds a model with freshly drawn weights. */
export async function sequential(options: SequentialOptions): Promise<Sequential> {
  expectOptions(options, 'sequential');
  return withModule((raw, threads) => new Sequential(raw, raw.newModel(text(options), threads)));
}

/** Builds a model from a file that `save()` wrote, compiled as it was. */
export async function loadModel(file: Uint8Array | ArrayBuffer): Promise<Sequential> {
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => new Sequential(raw, raw.newModelOfFile(bytes, threads))),
  );
}
