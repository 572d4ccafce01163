/**
 * The same names as in `lstm-wasm`, the work done in one worker (in Node: a worker thread), so that the
 * page never waits. Every method of a model gives a promise; callbacks and signals work across.
 * @module lstm-wasm/worker
 */
import { absolute } from './start/address.js';
import { type Connection, connect, keepSettings } from './worker/connection.js';
import { expectNoMore, expectOptions, type Names } from './values/expect.js';
import { givenTokenizer, reviveTokenizer } from './text/given-tokenizer.js';
import type { InitResult } from './start/init.js';
import { expectInit, type InitOptions } from './start/init-options.js';
import type { LanguageModel as LocalLanguageModel } from './api/language-model.js';
import { generateNames, type LanguageModelOptions, languageFitNames, languageModelNames } from './api/language-options.js';
import { callbackNames } from './fit/live.js';
import type { StateDict } from './api/model.js';
import { loadStateDictNames, saveNames } from './api/model-options.js';
import type { Sequential as LocalSequential } from './api/sequential.js';
import {
  compileNames,
  evaluateNames,
  fitNames,
  predictNames,
  type SequentialOptions,
  sequentialNames,
  trainOnBatchNames,
} from './api/sequential-options.js';
import { Tensor } from './values/tensor.js';
import type { Tokenizer } from './text/tokenizer.js';

export * from './common.js';

/** The same members; what gave a value gives a promise of it. */
export type InWorker<Model> = {
  [Member in keyof Model]: Model[Member] extends (...args: infer Args) => infer Result
    ? Result extends AsyncGenerator<unknown, unknown, unknown>
      ? Model[Member]
      : Member extends 'dispose' | typeof Symbol.dispose
        ? () => void
        : (...args: Args) => Promise<Awaited<Result>>
    : Model[Member];
};

/** A stack of layers in the worker: every method gives a promise. */
export type Sequential = InWorker<LocalSequential>;
/** A model of text in the worker: every method gives a promise, `generate` an async iterator. */
export type LanguageModel = InWorker<LocalLanguageModel>;

/** Where options stand among a method's arguments, and their names. */
type Options = readonly [place: number, names: Names<object>];
type Methods = Record<string, Options | undefined>;

// Options are looked at before they are sent: one that nobody knows may be one that can't be.
const common: Methods = {
  countParams: undefined,
  summary: undefined,
  stateDict: undefined,
  loadStateDict: [1, loadStateDictNames],
  save: [0, saveNames],
  getLearningRate: undefined,
  setLearningRate: undefined,
};
const methods = {
  sequential: {
    ...common,
    compile: [0, compileNames],
    fit: [2, fitNames],
    trainOnBatch: [2, trainOnBatchNames],
    evaluate: [2, evaluateNames],
    predict: [1, predictNames],
    inspect: undefined,
    setTrainable: undefined,
    resetStates: undefined,
    getStates: undefined,
    setStates: undefined,
  },
  languageModel: {
    ...common,
    fit: [1, languageFitNames],
    evaluate: undefined,
    score: undefined,
    inspect: undefined,
    nextProbabilities: undefined,
  },
} satisfies Record<string, Methods>;

const collected = new FinalizationRegistry<() => void>((forget) => forget());

/** Ends the object in the worker. (Apart from twin(), whose closures know the twin: what the registry
 * calls must not.) */
function forgetting(connection: Connection, id: number) {
  return () =>
    void connection
      .call((service) => service.invoke(id, 'dispose', []).then(() => service.forget(id)))
      .catch(() => {}); // the worker is gone, and the model with it
}

/** An iteration in the worker: its number there, from its first value to its end. */
interface Iteration {
  number?: number;
}

async function end(connection: Connection, iteration: Iteration): Promise<void> {
  const { number } = iteration;
  if (number === undefined) return;
  delete iteration.number;
  await connection.call((service) =>
    service.invoke(number, 'return', []).then(() => service.forget(number)),
  );
}

/** Ends an iteration whose loop was left without a word, and collected. */
function leaving(connection: Connection, iteration: Iteration) {
  return () => void end(connection, iteration).catch(() => {}); // the worker is gone, and all in it
}

/** Twins with a call under way, which must not be collected meanwhile. */
const busy = new Map<object, number>();

async function whileBusy<Result>(twin: object, work: () => Promise<Result>): Promise<Result> {
  busy.set(twin, (busy.get(twin) ?? 0) + 1);
  try {
    return await work();
  } finally {
    const left = busy.get(twin)! - 1;
    if (left > 0) busy.set(twin, left);
    else busy.delete(twin);
  }
}

/** An object on this side whose methods call those of object `id` in the worker. */
function twin(connection: Connection, id: number, which: keyof typeof methods) {
  const names: Methods = methods[which];
  const forget = forgetting(connection, id);
  const token = {}; // what the registry knows the twin by
  let disposed = false;
  let stopTraining = false;
  const expectInUse = () => {
    if (disposed) throw new Error('lstm: expected a model in use, got one after dispose()');
  };
  const invoke = async (method: string, args: unknown[]) => {
    expectInUse();
    const [place, known] = names[method] ?? [];
    if (known && args[place!] !== undefined) expectOptions(args[place!], method, known);
    if (method === 'fit') stopTraining = false;
    const told = () => stopTraining;
    const result = await whileBusy(made, () => connection.invoke(id, method, args, callbackNames[which], told));
    return revived(result);
  };
  const dispose = () => {
    if (!disposed) forget();
    disposed = true;
    collected.unregister(token);
  };
  async function* valuesOf(iteration: Iteration, method: string, args: unknown[]) {
    expectInUse();
    const call: Connection['call'] = (send) => whileBusy(made, () => connection.call(send));
    const number = await call((service) => service.iterate(id, method, args));
    iteration.number = number;
    try {
      for (;;) {
        const { values, done } = await call((service) => service.take(number));
        yield* values;
        if (done) return;
      }
    } finally {
      await whileBusy(made, () => end(connection, iteration));
    }
  }
  const made = {
    ...Object.fromEntries(Object.keys(names).map((name) => [name, (...a: unknown[]) => invoke(name, a)])),
    get stopTraining() {
      return stopTraining;
    },
    set stopTraining(stop: boolean) {
      stopTraining = stop;
      void connection.call((service) => service.stopTraining(id, stop)).catch(() => {}); // no fit there to end
    },
    dispose,
    [Symbol.dispose]: dispose,
    iterate(method: string, args: unknown[]): AsyncGenerator<unknown, void, void> {
      const iteration: Iteration = {};
      const values = valuesOf(iteration, method, args);
      collected.register(values, leaving(connection, iteration));
      return values;
    },
  };
  collected.register(made, forget, token);
  return made;
}

/** Tensors come over as plain objects: makes them what they were, wherever they stand in the result. */
function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (!(value instanceof Object) || ArrayBuffer.isView(value)) return value;
  if ('data' in value && 'shape' in value) {
    const { data, shape, lengths } = value as Tensor;
    return new Tensor(data, shape, lengths);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revived(part)]));
}

/** As in `lstm-wasm`, for the module in the worker. */
export async function init(given: InitOptions = {}, ...more: undefined[]): Promise<InitResult> {
  expectInit(given, more);
  const { wasmUrl, ...options } = given;
  const sent = wasmUrl === undefined ? options : { ...options, wasmUrl: absolute(wasmUrl).href };
  const result = await connect().call((service) => service.init(sent));
  keepSettings(sent);
  return result;
}

type Kind = 'sequential' | 'languageModel' | 'loadModel' | 'loadLanguageModel';

function create(connection: Connection, kind: Kind, argument: unknown): Promise<number> {
  return connection.call((service) => service.create(kind, argument as never));
}

function sequentialTwin(connection: Connection, id: number): Sequential {
  return twin(connection, id, 'sequential') as unknown as Sequential;
}

function languageTwin(connection: Connection, id: number, tokenizer: Tokenizer): LanguageModel {
  const made = twin(connection, id, 'languageModel');
  async function* generate(given: unknown, ...more: undefined[]) {
    expectOptions(given, 'generate', generateNames);
    expectNoMore(more, 'generate');
    yield* made.iterate('generate', [given]);
  }
  return Object.assign(made, { tokenizer, generate }) as unknown as LanguageModel;
}

/** As in `lstm-wasm`, in the worker. */
export async function sequential(options: SequentialOptions, ...more: undefined[]): Promise<Sequential> {
  expectOptions(options, 'sequential', sequentialNames);
  expectNoMore(more, 'sequential');
  const connection = connect();
  return sequentialTwin(connection, await create(connection, 'sequential', options));
}

/** As in `lstm-wasm`, in the worker. */
export async function loadModel(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<Sequential> {
  expectNoMore(more, 'loadModel');
  const connection = connect();
  return sequentialTwin(connection, await create(connection, 'loadModel', file));
}

/** As in `lstm-wasm`, in the worker. */
export async function readSafetensors(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<StateDict> {
  expectNoMore(more, 'readSafetensors');
  return revived(await connect().call((service) => service.readSafetensors(file))) as StateDict;
}

/** As in `lstm-wasm`, in the worker. */
export async function languageModel(options: LanguageModelOptions, ...more: undefined[]): Promise<LanguageModel> {
  expectOptions(options, 'languageModel', languageModelNames);
  expectNoMore(more, 'languageModel');
  const connection = connect();
  const tokenizer = givenTokenizer(options.tokenizer);
  return languageTwin(connection, await create(connection, 'languageModel', options), tokenizer);
}

/** As in `lstm-wasm`, in the worker. */
export async function loadLanguageModel(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<LanguageModel> {
  expectNoMore(more, 'loadLanguageModel');
  const connection = connect();
  const id = await create(connection, 'loadLanguageModel', file);
  const tokenizer = await connection.call((service) => service.tokenizer(id));
  return languageTwin(connection, id, reviveTokenizer(tokenizer));
}
