// lstm-wasm/worker: the same names, the work done in a worker, so that the page never waits.
import { type Connection, connect } from './connection.js';
import { absolute, type InitOptions, type InitResult } from './init.js';
import type { LanguageModel as LocalLanguageModel, LanguageModelOptions } from './language-model.js';
import type { Sequential as LocalSequential, SequentialOptions } from './sequential.js';
import { Tensor } from './tensor.js';
import { reviveTokenizer } from './tokenizers.js';

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

export type Sequential = InWorker<LocalSequential>;
export type LanguageModel = InWorker<LocalLanguageModel>;

const collected = new FinalizationRegistry<() => void>((forget) => forget());

/** An object on this side whose methods call those of object `id` in the worker. */
function twin<Model extends object>(connection: Connection, id: number, own: object): Model {
  let disposed = false;
  let compiled: Promise<unknown> = Promise.resolve();

  const invoke = async (method: string, args: unknown[]) => {
    if (disposed) throw new Error('lstm: expected a model in use, got one after dispose()');
    await compiled;
    const result = await connection.invoke(id, method, args);
    return isTensor(result) ? new Tensor(result.data, result.shape) : result;
  };
  const forget = () =>
    void connection
      .call((service) => service.invoke(id, 'dispose', []).then(() => service.forget(id)))
      .catch(() => {}); // the worker is gone, and the model with it
  const dispose = () => {
    if (!disposed) forget();
    disposed = true;
    collected.unregister(own);
  };
  const special = {
    dispose,
    [Symbol.dispose]: dispose,
    // Not always awaited: its error comes out of the next call too.
    compile: (...args: unknown[]) => {
      const result = invoke('compile', args);
      compiled = result;
      result.catch(() => {});
      return result;
    },
    generate: (...args: unknown[]) => iterate(connection, id, 'generate', args, () => disposed),
  };
  const proxy = new Proxy(own, {
    get(_, name) {
      if (name in own) return Reflect.get(own, name);
      if (name in special) return Reflect.get(special, name);
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return (...args: unknown[]) => invoke(name, args);
    },
  });
  collected.register(proxy, forget, own);
  return proxy as Model;
}

async function* iterate(
  connection: Connection,
  id: number,
  method: string,
  args: unknown[],
  disposed: () => boolean,
): AsyncGenerator<string, void, void> {
  if (disposed()) throw new Error('lstm: expected a model in use, got one after dispose()');
  const iterator = await connection.call((service) => service.iterate(id, method, args));
  try {
    for (;;) {
      const { values, done } = await connection.call((service) => service.take(iterator));
      yield* values as string[];
      if (done) return;
    }
  } finally {
    await connection.call((service) =>
      service.invoke(iterator, 'return', []).then(() => service.forget(iterator)),
    );
  }
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Object && 'data' in value && 'shape' in value;
}

/** As in `lstm-wasm`, for the module in the worker. */
export function init({ wasmUrl, ...options }: InitOptions = {}): Promise<InitResult> {
  const sent = wasmUrl === undefined ? options : { ...options, wasmUrl: absolute(wasmUrl).href };
  return connect().call((service) => service.init(sent));
}

/** As in `lstm-wasm`, in the worker. */
export async function sequential(options: SequentialOptions): Promise<Sequential> {
  const connection = connect();
  const id = await connection.call((service) => service.create('sequential', options as never));
  return twin<Sequential>(connection, id, {});
}

/** As in `lstm-wasm`, in the worker. */
export async function languageModel(options: LanguageModelOptions): Promise<LanguageModel> {
  const connection = connect();
  const tokenizer = reviveTokenizer(options.tokenizer);
  const id = await connection.call((service) => service.create('languageModel', options as never));
  return twin<LanguageModel>(connection, id, { tokenizer });
}
