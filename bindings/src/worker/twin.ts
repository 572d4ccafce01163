// Objects of the page that stand for those in the worker.
import { callbackNames } from '../fit/live.js';
import { expectOptions } from '../values/expect.js';
import { Tensor } from '../values/tensor.js';
import type { Connection } from './connection.js';
import { type Methods, methods } from './methods.js';

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
export function twin(connection: Connection, id: number, which: keyof typeof methods) {
  const names: Methods = methods[which];
  const forget = forgetting(connection, id);
  const token = {}; // what the registry knows the twin by
  let disposed = false;
  let stopTraining = false;
  const expectInUse = () => {
    const what = which === 'stream' ? which : 'model';
    if (disposed) throw new Error(`lstm: expected a ${what} in use, got one after dispose()`);
  };
  const invoke = async (method: string, args: unknown[]) => {
    expectInUse();
    const [place, known] = names[method] ?? [];
    if (known && args[place!] !== undefined) expectOptions(args[place!], method, known);
    if (method === 'fit') stopTraining = false;
    const told = () => stopTraining;
    const called = which === 'stream' ? [] : callbackNames[which];
    const result = await whileBusy(made, () => connection.invoke(id, method, args, called, told));
    return revived(result);
  };
  const dispose = () => {
    if (!disposed) forget();
    disposed = true;
    collected.unregister(token);
  };
  const call: Connection['call'] = (send) => whileBusy(made, () => connection.call(send));
  const open = async (method: string, args: unknown[]) => {
    expectInUse();
    return call((service) => service.open(id, method, args));
  };
  async function* valuesOf(iteration: Iteration, method: string, args: unknown[]) {
    const number = await open(method, args);
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
    open,
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
export function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (!(value instanceof Object) || ArrayBuffer.isView(value)) return value;
  if ('data' in value && 'shape' in value) {
    const { data, shape, lengths } = value as Tensor;
    return new Tensor(data, shape, lengths);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revived(part)]));
}
