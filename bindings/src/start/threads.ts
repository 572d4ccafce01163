// The workers that a module's threads live in: started before its first model, ended with its last.
import { startThread } from '#platform';
import type { PThread } from '../wire/emscripten.js';

/** Milliseconds that a worker may take to load. */
const patience = 15_000;

export class Threads {
  readonly #hosts: PThread;
  readonly #others: number;
  #starting: Promise<unknown> | undefined;

  /** @param count - the caller included */
  constructor(hosts: PThread, count: number) {
    this.#hosts = hosts;
    this.#others = count - 1;
  }

  get count(): number {
    return this.#others + 1;
  }

  /** Whether a pool could start now without waiting. */
  get ready(): boolean {
    return this.#starting === undefined && this.#hosts.unusedWorkers.length >= this.#others;
  }

  /** Resolves when they are ready. Rejects, and leaves none, when one does not load. */
  async start(): Promise<void> {
    this.#starting ??= this.#load();
    try {
      await this.#starting;
    } catch (error) {
      this.end();
      throw error;
    } finally {
      this.#starting = undefined;
    }
  }

  /** Ends those that are unused. */
  end(): void {
    for (const worker of this.#hosts.unusedWorkers.splice(0)) worker.terminate();
  }

  #load(): Promise<unknown> {
    const missing = this.#others - this.#hosts.unusedWorkers.length;
    return Promise.all(Array.from({ length: missing }, () => this.#loadOne()));
  }

  async #loadOne(): Promise<void> {
    const { host, hold } = startThread();
    this.#hosts.unusedWorkers.push(host);
    hold(true);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise((resolve, reject) => {
        const fail = (got: string) => reject(new Error(`lstm: expected a thread, got ${got}`));
        this.#hosts.loadWasmModuleToWorker(host).then(resolve, reject);
        host.onerror = (event: { message?: string }) => fail(event.message ?? 'a script that did not load');
        timer = setTimeout(() => fail(`no answer in ${patience / 1000} s`), patience);
      });
    } finally {
      clearTimeout(timer);
      hold(false);
    }
  }
}
