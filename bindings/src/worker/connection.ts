// The page's end of the line to the worker: one worker, started by the first call.

import { expose, type Remote, transfer, wrap } from 'comlink';
import { startWorker } from '#platform';
import { listed } from '../fit/followers.js';
import { expectLive } from '../fit/live.js';
import { described } from '../fit/watchers.js';
import type { InitOptions } from '../start/init-options.js';
import type { Callback, Service } from './host.js';

interface LiveOptions {
  callbacks?: LiveCallbacks | LiveCallbacks[];
  signal?: AbortSignal;
}

/** Functions by name, and descriptions, which can be sent. */
type LiveCallbacks = Record<string, unknown>;
type Called = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** What of them can be sent. */
function plainOf(callbacks: LiveCallbacks): LiveCallbacks {
  const names = described.filter((name) => callbacks[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, callbacks[name]]));
}

/** Comlink gives every error of the worker as an Error with the name of what it was. */
function revived(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const tooDeep = error instanceof RangeError; // of this side: nested, for a message
  if (error.name === 'DataCloneError' || tooDeep) {
    return new TypeError(`lstm: expected what can be sent to a worker: ${error.message}`, { cause: error });
  }
  if (error.name === 'AbortError') return new DOMException(error.message, 'AbortError');
  const Kind = { TypeError, RangeError }[error.name];
  return Kind ? new Kind(error.message, { cause: error }) : error;
}

export class Connection {
  readonly #thread = startWorker();
  readonly #service: Remote<Service> = wrap<Service>(this.#thread.endpoint);
  readonly #waiting = new Set<(failure: Error) => void>();
  #failure: Error | undefined;
  #calls = 0;

  constructor(onFailure: () => void) {
    this.#thread.onError((error) => {
      if (this.#failure) return;
      this.#failure = error;
      onFailure();
      for (const reject of this.#waiting) reject(error);
    });
  }

  /** Sends a message and waits for its answer, or for the worker's end. */
  async call<Result>(send: (service: Remote<Service>) => PromiseLike<Result>): Promise<Result> {
    if (this.#failure) throw this.#failure;
    let fail!: (failure: Error) => void;
    // One a call: a promise that outlives them would keep all their results.
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    this.#waiting.add(fail);
    if (this.#waiting.size === 1) this.#thread.hold(true);
    try {
      return await Promise.race([send(this.#service), failed]);
    } catch (error) {
      throw revived(error);
    } finally {
      this.#waiting.delete(fail);
      if (this.#waiting.size === 0) this.#thread.hold(false);
    }
  }

  /**
   * Calls a method of an object in the worker, with callbacks and signal where there are any; `names` are
   * those of the functions that its fit may call, `told` says whether that is to end.
   */
  async invoke(id: number, method: string, args: unknown[], names: readonly string[], told: () => boolean): Promise<unknown> {
    const options = args.at(-1) as LiveOptions | undefined;
    if (!options?.callbacks && !options?.signal) {
      return this.call((service) => service.invoke(id, method, args));
    }
    const { callbacks, signal, ...plain } = options;
    expectLive(options, names);
    signal?.throwIfAborted();
    const called = listed(callbacks) as Called[];
    const info = {
      call: ++this.#calls,
      names: names.filter((name) => called.some((one) => one[name])), // a class's methods too
      plain: called.map(plainOf),
    };
    const callback: Callback = async (name, passed) => {
      let ends = false;
      for (const one of called) if ((await one[name]?.(...passed)) === false) ends = true;
      return { aborted: signal?.aborted ?? false, ends: ends || told() };
    };
    const { port1, port2 } = new MessageChannel();
    expose(callback, port1);
    const abort = () => void this.#service.abort(info.call);
    signal?.addEventListener('abort', abort);
    try {
      return await this.call((service) => {
        const sent = [...args.slice(0, -1), plain];
        return service.invokeLive(id, method, sent, info, transfer(port2, [port2]));
      });
    } catch (error) {
      throw signal?.aborted && (error as Error).name === 'AbortError' ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
      port1.close();
    }
  }
}

let connection: Connection | undefined;
let settings: InitOptions | undefined;

/** The worker in use. After a failure the next call starts another, with the same options of init(). */
export function connect(): Connection {
  if (connection) return connection;
  connection = new Connection(() => {
    connection = undefined;
  });
  if (settings) void connection.call((service) => service.init(settings!)).catch(() => {}); // the next call says it
  return connection;
}

/** What init() was given, once that has succeeded. */
export function keepSettings(options: InitOptions): void {
  settings ??= options;
}
