// The page's end of the line to the worker: one worker, started by the first call.
import { startWorker } from '#platform';
import { proxy, type Remote, wrap } from 'comlink';
import type { Callback, Service } from './worker-host.js';

interface LiveOptions {
  callbacks?: Record<string, ((...args: unknown[]) => unknown) | undefined>;
  signal?: AbortSignal;
}

/** Comlink gives every error as an Error with the name of what it was. */
function revived(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortError') return new DOMException(error.message, 'AbortError');
  const Kind = { TypeError, RangeError }[error.name];
  return Kind ? new Kind(error.message, { cause: error }) : error;
}

export class Connection {
  readonly #thread = startWorker();
  readonly #service: Remote<Service> = wrap<Service>(this.#thread.endpoint);
  readonly #failed: Promise<never>;
  #pending = 0;
  #calls = 0;

  constructor(onFailure: () => void) {
    this.#failed = new Promise((_, reject) => {
      this.#thread.onError((error) => {
        onFailure();
        reject(error);
      });
    });
    this.#failed.catch(() => {}); // a call that waits for it says so
  }

  /** Sends a message and waits for its answer, or for the worker's end. */
  async call<Result>(send: (service: Remote<Service>) => PromiseLike<Result>): Promise<Result> {
    if (this.#pending++ === 0) this.#thread.hold(true);
    try {
      return await Promise.race([send(this.#service), this.#failed]);
    } catch (error) {
      throw revived(error);
    } finally {
      if (--this.#pending === 0) this.#thread.hold(false);
    }
  }

  /** Calls a method of an object in the worker, with callbacks and signal where there are any. */
  async invoke(id: number, method: string, args: unknown[]): Promise<unknown> {
    const options = args.at(-1) as LiveOptions | undefined;
    if (!options?.callbacks && !options?.signal) {
      return this.call((service) => service.invoke(id, method, args));
    }
    const { callbacks = {}, signal, ...plain } = options;
    signal?.throwIfAborted();
    const info = {
      call: ++this.#calls,
      names: Object.keys(callbacks).filter((name) => callbacks[name]),
    };
    const callback: Callback = async (name, passed) => callbacks[name]!(...passed);
    const abort = () => void this.#service.abort(info.call);
    signal?.addEventListener('abort', abort);
    try {
      return await this.call((service) =>
        service.invokeLive(id, method, [...args.slice(0, -1), plain], info, proxy(callback) as unknown as Remote<Callback>),
      );
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

let connection: Connection | undefined;

/** The worker in use. After a failure the next call starts another. */
export function connect(): Connection {
  connection ??= new Connection(() => {
    connection = undefined;
  });
  return connection;
}
