// Inside the worker: keeps the models, and does what the page asks of them.

import { expose, wrap } from 'comlink';
import createThreaded from '#glue-threads';
import { holdLifeline, host } from '#platform';
import { type LanguageModel, languageModel, loadLanguageModel } from '../api/language-model.js';
import { readSafetensors } from '../api/safetensors.js';
import { loadModel } from '../api/load-model.js';
import { Model, modelOf } from '../api/model.js';
import { sequential } from '../api/sequential.js';
import { init, offerThreads } from '../start/init.js';
import { specOf } from '../text/given-tokenizer.js';
import type { TokenizerSpec } from '../text/tokenizer.js';

const make = { sequential, model: modelOf, languageModel, loadModel, loadLanguageModel };

/** Which call it is, so that it can be aborted, and its callbacks: by name, and what of them could be sent. */
export interface CallInfo {
  call: number;
  names: string[];
  plain: object[];
}

/** Calls the page's callbacks of a name, and says whether the signal says stop by then, and whether one of them does. */
export type Callback = (name: string, args: unknown[]) => Promise<{ aborted: boolean; ends: boolean }>;

type Callable = Record<string, (...args: unknown[]) => unknown>;

const objects = new Map<number, Callable>();
const aborts = new Map<number, AbortController>();
let last = 0;

function keep(object: object): number {
  objects.set(++last, object as Callable);
  return last;
}

const service = {
  init,

  async create(kind: keyof typeof make, options: never): Promise<number> {
    return keep(await make[kind](options));
  },

  readSafetensors,

  /** Is it a graph of layers? */
  isGraph(id: number): boolean {
    return objects.get(id) instanceof Model;
  },

  tokenizer(id: number): TokenizerSpec {
    return specOf((objects.get(id) as unknown as LanguageModel).tokenizer);
  },

  async invoke(id: number, method: string, args: unknown[]): Promise<unknown> {
    return objects.get(id)![method]!(...args);
  },

  /** A call whose last argument, the options, is completed by callbacks and a signal. */
  async invokeLive(
    id: number,
    method: string,
    args: unknown[],
    { call, names, plain }: CallInfo,
    port: MessagePort,
  ): Promise<unknown> {
    const callback = wrap<Callback>(port);
    const controller = new AbortController();
    aborts.set(call, controller);
    const called = Object.fromEntries(
      names.map((name) => [
        name,
        async (...passed: unknown[]) => {
          const { aborted, ends } = await callback(name, passed);
          if (aborted) controller.abort(); // the message of it may come later
          return !ends;
        },
      ]),
    );
    try {
      const options = { ...(args.at(-1) as object), callbacks: [called, ...plain], signal: controller.signal };
      return await objects.get(id)![method]!(...args.slice(0, -1), options);
    } finally {
      aborts.delete(call);
      port.close();
    }
  },

  stopTraining(id: number, stop: boolean): void {
    (objects.get(id) as unknown as LanguageModel).stopTraining = stop;
  },

  abort(call: number): void {
    aborts.get(call)?.abort();
  },

  /** Keeps what a method gives here: a stream, or an iteration, which `take` goes on with and `invoke` ends by `return`. */
  open(id: number, method: string, args: unknown[]): number {
    return keep(objects.get(id)![method]!(...args) as object);
  },

  /** What an iteration gives within some milliseconds, at least one value: a message each is slow. */
  async take(id: number): Promise<{ values: unknown[]; done: boolean }> {
    const iterator = objects.get(id) as unknown as AsyncIterator<unknown>;
    const values: unknown[] = [];
    const end = performance.now() + 8;
    do {
      const next = await iterator.next();
      if (next.done) return { values, done: true };
      values.push(next.value);
    } while (performance.now() < end);
    return { values, done: false };
  },

  forget(id: number): void {
    objects.delete(id);
  },
};

export type Service = typeof service;

offerThreads(createThreaded);
expose(service, host);
holdLifeline();
