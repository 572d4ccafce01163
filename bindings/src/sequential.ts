// A stack of layers that learns from arrays.
import { drive } from './drive.js';
import type { EarlyStopping } from './callbacks.js';
import { callbackNames, expectLive, expectOptions } from './expect.js';
import { withModule } from './init.js';
import type { Layer } from './layers.js';
import { using } from './lifetime.js';
import { Model, type SaveOptions, taken, withBytes } from './model.js';
import {
  fitEvents,
  type Log,
  type Logs,
  type Raw,
  type RawModel,
  type RawTensor,
  type RawTrainer,
  text,
} from './raw.js';
import type { Optimizer } from './optimizers.js';
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

/** A fit waits for a callback that returns a promise. */
export interface FitCallbacks {
  onTrainBegin?(): unknown;
  onTrainEnd?(): unknown;
  onEpochBegin?(epoch: number): unknown;
  onEpochEnd?(epoch: number, logs: Logs): unknown;
  onBatchBegin?(batch: number): unknown;
  onBatchEnd?(batch: number, logs: Logs): unknown;
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

export type Callbacks = FitCallbacks | EarlyStopping;

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
    this.raw.compile(this.owner.handle, text(options));
  }

  /** Lets stateful layers begin with zeros again. */
  resetStates(): void {
    this.raw.resetStates(this.owner.handle);
  }

  /**
   * The model as a safetensors file: its state dict, and in the metadata what `loadModel` builds it
   * from.
   */
  async save(options: SaveOptions = {}): Promise<Uint8Array> {
    expectOptions(options, 'save');
    return taken(this.raw.save(this.owner.handle, options.optimizer === true));
  }

  get #names(): (keyof Logs)[] {
    return JSON.parse(this.raw.logNames(this.owner.handle));
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
        this.raw.newTrainer(this.owner.handle, rawX!, rawY!, weights, ...threeOf(validation),
          validationData === undefined ? validationSplit : 0, text(config)),
    );
    const validates = validationData !== undefined || validationSplit > 0;
    const logs = logsOf(trainer, this.#names, validates);
    const result: History = { epoch: [], history: {} };
    await using(trainer, async () => {
      const { each, stoppings } = apart(callbacks);
      const stopper = stopsEarly(this.raw, this.owner.handle, stoppings);
      try {
        const report = reporter(trainer, logs, each);
        await report?.('begin');
        await drive(() => {
          this.owner.expectInUse();
          const event = fitEvents[trainer.step()]!;
          if (event === 'done') return false;
          if (event === 'epoch') {
            const closed = logs.epoch();
            record(result, trainer.epoch(), closed);
            if (stopper.closes(trainer.epoch(), closed)) return report ? report('stop').then(() => false) : false;
          }
          return report ? report(event).then(() => true) : true;
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

function named(names: readonly (keyof Logs)[], log: Log, prefix = ''): Logs {
  return Object.fromEntries(names.map((name, which) => [prefix + name, log(which)])) as Logs;
}

/** What a trainer has to tell of its last batch and of the epoch so far. */
function logsOf(trainer: RawTrainer, names: readonly (keyof Logs)[], validates: boolean) {
  return {
    batch: () => named(names, (which) => trainer.batchLog(which)),
    epoch: (): Logs => ({
      ...named(names, (which) => trainer.epochLog(which)),
      ...(validates ? named(names, (which) => trainer.validationLog(which), 'val_') : {}),
    }),
  };
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

const threeOf = (items: (RawTensor | null)[]) =>
  [items[0] ?? null, items[1] ?? null, items[2] ?? null] as const;

/** Early stoppings, and the functions of all others. */
function apart(callbacks: FitOptions['callbacks'] = []) {
  const all = Array.isArray(callbacks) ? callbacks : [callbacks];
  return {
    each: all.filter((one): one is FitCallbacks => !('earlyStopping' in one)),
    stoppings: all.filter((one): one is EarlyStopping => 'earlyStopping' in one),
  };
}

/** Watches the epochs, and puts the best weights back when one of them ends the fit. */
function stopsEarly(raw: Raw, model: RawModel, stoppings: EarlyStopping[]) {
  const all = stoppings.map(({ earlyStopping: { monitor = 'val_loss', ...options } }) => ({
    monitor,
    handle: raw.newEarlyStopping(text({ monitor, ...options })),
  }));
  return {
    closes(epoch: number, logs: Logs): boolean {
      let stops = false;
      for (const { monitor, handle } of all) {
        const value = logs[monitor];
        if (value === undefined) {
          throw new TypeError(
            `lstm: expected earlyStopping to monitor one of ${Object.keys(logs).join(', ')}; got '${monitor}'`,
          );
        }
        if (!handle.update(epoch, value, model)) continue;
        handle.restore(model);
        stops = true;
      }
      return stops;
    },
    free(): void {
      for (const { handle } of all) handle.delete();
    },
  };
}

type Event = 'begin' | 'batch' | 'validation' | 'epoch' | 'stop' | 'end';

/** Tells the callbacks what just happened and what comes next; nothing where there are none. */
function reporter(trainer: RawTrainer, logs: ReturnType<typeof logsOf>, each: FitCallbacks[]) {
  const asked = new Set(each.flatMap((one) => callbackNames.sequential.filter((name) => one[name])));
  if (asked.size === 0) return undefined;
  const call = async (name: keyof FitCallbacks, ...args: unknown[]) => {
    for (const one of each) await (one[name] as ((...passed: unknown[]) => unknown) | undefined)?.(...args);
  };
  const beginBatch = async (epoch: number, batch: number) => {
    if (epoch >= trainer.epochs() || batch >= trainer.batches()) return;
    if (batch === 0) await call('onEpochBegin', epoch);
    await call('onBatchBegin', batch);
  };
  return async (event: Event) => {
    const epoch = trainer.epoch();
    const batch = trainer.batch();
    if (event === 'begin') {
      await call('onTrainBegin');
      await beginBatch(epoch + 1, 0);
    }
    if (event === 'batch') {
      if (asked.has('onBatchEnd')) await call('onBatchEnd', batch, logs.batch());
      await beginBatch(epoch, batch + 1);
    }
    if (event === 'epoch' || event === 'stop') {
      await call('onEpochEnd', epoch, logs.epoch());
      if (event === 'epoch') await beginBatch(epoch + 1, 0);
    }
    if (event === 'end') await call('onTrainEnd');
  };
}

/** Builds a model with freshly drawn weights. */
export async function sequential(options: SequentialOptions): Promise<Sequential> {
  expectOptions(options, 'sequential');
  return withModule((raw, threads) => new Sequential(raw, raw.newModel(text(options), threads)));
}

/** Builds a model from a file that `save()` wrote, compiled as it was. */
export async function loadModel(file: Uint8Array | ArrayBuffer): Promise<Sequential> {
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => new Sequential(raw, raw.loadModel(bytes, threads))),
  );
}
