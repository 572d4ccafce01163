// A stack of layers that learns from arrays.
import { drive } from './drive.js';
import { callbackNames, expectLive, expectOptions } from './expect.js';
import { withModule } from './init.js';
import type { Layer } from './layers.js';
import { Owning, using } from './lifetime.js';
import { fitEvents, type Log, type Logs, type Raw, type RawModel, type RawTrainer, text } from './raw.js';
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
  validationData?: [x: Input, y: Input];
  callbacks?: FitCallbacks;
  signal?: AbortSignal;
}

/** One entry an epoch. */
export interface History {
  epoch: number[];
  history: { [name in keyof Logs]?: number[] };
}

export class Sequential extends Owning<RawModel> {
  readonly #raw: Raw;
  #names: (keyof Logs)[] = [];

  /** @internal Use `sequential()`. */
  constructor(raw: Raw, threads: number, options: SequentialOptions) {
    super(raw.newModel(text(options), threads), 'model');
    this.#raw = raw;
  }

  /** Sets loss, optimizer and metrics; before any training or evaluation. */
  compile(options: CompileOptions): void {
    this.owner.handle.compile(text(options));
    this.#names = JSON.parse(this.owner.handle.logNames());
  }

  /**
   * Trains for some epochs. Rejects with an AbortError when the signal says stop; the weights are
   * then those of the last whole step.
   */
  async fit(x: Input, y: Input, options: FitOptions = {}): Promise<History> {
    expectOptions(options, 'fit');
    expectLive(options, callbackNames.sequential);
    const { validationData, callbacks = {}, signal, ...config } = options;
    signal?.throwIfAborted();
    const inputs: Record<string, Input> = { x, y };
    if (validationData !== undefined) {
      if (!Array.isArray(validationData) || validationData.length !== 2) {
        throw new TypeError('lstm: expected validationData in fit to be [x, y]');
      }
      [inputs.validationX, inputs.validationY] = validationData;
    }
    const trainer = withTensors(this.#raw, inputs, (...t) =>
      this.#raw.newTrainer(this.owner.handle, t[0]!, t[1]!, t[2] ?? null, t[3] ?? null, text(config)),
    );
    const logs = logsOf(trainer, this.#names, validationData !== undefined);
    const result: History = { epoch: [], history: {} };
    await using(trainer, async () => {
      const report = reporter(trainer, logs, callbacks);
      await callbacks.onTrainBegin?.();
      await report?.('begin');
      await drive(() => {
        this.owner.expectInUse();
        const event = fitEvents[trainer.step()]!;
        if (event === 'epoch') record(result, trainer.epoch(), logs.epoch());
        if (event === 'done') return false;
        return report ? report(event).then(() => true) : true;
      }, signal);
      await callbacks.onTrainEnd?.();
    });
    return result;
  }

  /** One update from one batch. Gives the loss before it. */
  async trainOnBatch(x: Input, y: Input): Promise<Logs> {
    const trained = withTensors(this.#raw, { x, y }, (rawX, rawY) =>
      this.#raw.newTrainedBatch(this.owner.handle, rawX!, rawY!),
    );
    return using(trained, async () => named(this.#names, (which) => trained.log(which)));
  }

  /** Loss and metrics over a data set. */
  async evaluate(x: Input, y: Input, options: { batchSize?: number } = {}): Promise<Logs> {
    expectOptions(options, 'evaluate');
    const evaluation = withTensors(this.#raw, { x, y }, (rawX, rawY) =>
      this.#raw.newEvaluation(this.owner.handle, rawX!, rawY!, text(options)),
    );
    return using(evaluation, async () => {
      await drive(() => evaluation.step());
      return named(this.#names, (which) => evaluation.log(which));
    });
  }

  /** The outputs for every sample: `[N, K]`, or `[N, T, K]` where the last layer gives sequences. */
  async predict(x: Input, options: { batchSize?: number } = {}): Promise<Tensor> {
    expectOptions(options, 'predict');
    const prediction = withTensors(this.#raw, { x }, (rawX) =>
      this.#raw.newPrediction(this.owner.handle, rawX!, text(options)),
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

/** Tells the callbacks what just happened and what comes next; nothing where there are none. */
function reporter(trainer: RawTrainer, logs: ReturnType<typeof logsOf>, callbacks: FitCallbacks) {
  const perBatch = callbacks.onBatchBegin ?? callbacks.onBatchEnd;
  if (!perBatch && !callbacks.onEpochBegin && !callbacks.onEpochEnd) return undefined;
  const beginBatch = async (epoch: number, batch: number) => {
    if (epoch >= trainer.epochs() || batch >= trainer.batches()) return;
    if (batch === 0) await callbacks.onEpochBegin?.(epoch);
    await callbacks.onBatchBegin?.(batch);
  };
  return async (event: 'begin' | 'batch' | 'validation' | 'epoch') => {
    const epoch = trainer.epoch();
    const batch = trainer.batch();
    if (event === 'begin') await beginBatch(0, 0);
    if (event === 'batch') {
      await callbacks.onBatchEnd?.(batch, logs.batch());
      await beginBatch(epoch, batch + 1);
    }
    if (event === 'epoch') {
      await callbacks.onEpochEnd?.(epoch, logs.epoch());
      await beginBatch(epoch + 1, 0);
    }
  };
}

/** Builds a model with freshly drawn weights. */
export async function sequential(options: SequentialOptions): Promise<Sequential> {
  return withModule((raw, threads) => new Sequential(raw, threads, options));
}
