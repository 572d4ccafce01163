/**
 * The same names as in `lstm-wasm`, the work done in one worker (in Node: a worker thread), so that the
 * page never waits. Every method of a model gives a promise; callbacks and signals work across.
 * @module lstm-wasm/worker
 */
import type { LanguageModel as LocalLanguageModel } from './api/language-model.js';
import { generateNames, type LanguageModelOptions, languageModelNames } from './api/language-options.js';
import type { StateDict } from './api/any-model.js';
import type { Data } from './api/data.js';
import { describedGraph, type ModelOptions } from './api/graph.js';
import type { Model as LocalModel } from './api/model.js';
import type { Sequential as LocalSequential } from './api/sequential.js';
import { type SequentialOptions, sequentialNames } from './api/sequential-options.js';
import { type Step, type Stream as LocalStream, type StreamOptions, streamNames } from './api/stream.js';
import { absolute } from './start/address.js';
import type { InitResult } from './start/init.js';
import { expectInit, type InitOptions } from './start/init-options.js';
import { givenTokenizer, reviveTokenizer } from './text/given-tokenizer.js';
import type { Tokenizer } from './text/tokenizer.js';
import { expectNoMore, expectOptions } from './values/expect.js';
import { type Connection, connect, keepSettings } from './worker/connection.js';
import { revived, twin } from './worker/twin.js';

export * from './common.js';

/** The same members; what gave a value gives a promise of it. */
export type InWorker<Model> = {
  [Member in keyof Model]: Model[Member] extends (...args: infer Args) => infer Result
    ? Result extends Promise<unknown> | AsyncGenerator<unknown, unknown, unknown>
      ? Model[Member]
      : Member extends 'dispose' | typeof Symbol.dispose
        ? () => void
        : Result extends LocalStream<infer Given, infer Stepped>
          ? (...args: Args) => Promise<Stream<Given, Stepped>>
          : (...args: Args) => Promise<Result>
    : Model[Member];
};

/** Sequences in the worker that come step by step: every method gives a promise. */
export type Stream<Given = Data, Stepped = Step | Step[]> = InWorker<Omit<LocalStream<Given, Stepped>, 'stepSync'>>;

/** A stack of layers in the worker: every method gives a promise. */
export type Sequential = InWorker<LocalSequential>;
/** A graph of layers in the worker: every method gives a promise. */
export type Model = InWorker<LocalModel>;
/** A model of text in the worker: every method gives a promise, `generate` an async iterator. */
export type LanguageModel = InWorker<LocalLanguageModel>;

/** As in `lstm-wasm`, for the module in the worker. */
export async function init(given: InitOptions = {}, ...more: undefined[]): Promise<InitResult> {
  expectInit(given, more);
  const { wasmUrl, ...options } = given;
  const sent = wasmUrl === undefined ? options : { ...options, wasmUrl: absolute(wasmUrl).href };
  const result = await connect().call((service) => service.init(sent));
  keepSettings(sent);
  return result;
}

type Kind = 'sequential' | 'model' | 'languageModel' | 'loadModel' | 'loadLanguageModel';

function create(connection: Connection, kind: Kind, argument: unknown): Promise<number> {
  return connection.call((service) => service.create(kind, argument as never));
}

function layersTwin<Kind>(connection: Connection, id: number, kind: 'sequential' | 'model'): Kind {
  const made = twin(connection, id, kind);
  async function stream(options: StreamOptions = {}, ...more: undefined[]) {
    expectOptions(options, 'stream', streamNames);
    expectNoMore(more, 'stream');
    return twin(connection, await made.open('stream', [options]), 'stream');
  }
  return Object.assign(made, { stream }) as Kind;
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
  return layersTwin(connection, await create(connection, 'sequential', options), 'sequential');
}

/** As in `lstm-wasm`, in the worker. */
export async function model(options: ModelOptions, ...more: undefined[]): Promise<Model> {
  expectNoMore(more, 'model');
  const graph = describedGraph(options);
  const connection = connect();
  return layersTwin(connection, await create(connection, 'model', graph), 'model');
}

/** As in `lstm-wasm`, in the worker. */
export async function loadModel<Kind extends Sequential | Model = Sequential>(
  file: Uint8Array | ArrayBuffer,
  ...more: undefined[]
): Promise<Kind> {
  expectNoMore(more, 'loadModel');
  const connection = connect();
  const id = await create(connection, 'loadModel', file);
  const isGraph = await connection.call((service) => service.isGraph(id));
  return layersTwin(connection, id, isGraph ? 'model' : 'sequential');
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
