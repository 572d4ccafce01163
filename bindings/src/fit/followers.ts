// Who follows a fit: functions that it calls, and watchers; and whether one of them ends it.
import type { Logs } from '../values/logs.js';
import { type Watched, type Watcher, watchersOf } from './watchers.js';

type Functions = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** Callbacks as a fit takes them, in a list. */
export function listed<One>(callbacks: One | One[] | undefined): One[] {
  if (callbacks === undefined) return [];
  return Array.isArray(callbacks) ? callbacks : [callbacks];
}

export class Followers {
  readonly #functions: Functions[];
  readonly #asked: Set<string>;
  readonly #watchers: Watcher[];
  readonly #told: () => boolean;
  #ended = false;

  /** `names` are those that functions may have, `told` says whether the fit is to end all the same. */
  constructor(watched: Watched, callbacks: object[], names: readonly string[], told: () => boolean) {
    this.#functions = callbacks as Functions[];
    this.#asked = new Set(names.filter((name) => this.#functions.some((one) => one[name])));
    this.#watchers = watchersOf(watched, callbacks);
    this.#told = told;
  }

  /** Is the fit to end? */
  get end(): boolean {
    return this.#ended || this.#told();
  }

  /** Does a function of one of those names want to be called? */
  ask(...names: string[]): boolean {
    return names.some((name) => this.#asked.has(name));
  }

  /** Calls the functions of a name, one after the other. */
  async call(name: string, ...args: unknown[]): Promise<void> {
    for (const one of this.#functions) {
      if ((await one[name]?.(...args)) === false) this.#ended = true;
    }
  }

  /** After an epoch, before the functions. */
  watch(epoch: () => number, logs: Logs): void {
    for (const one of this.#watchers) if (one.ends(epoch(), logs)) this.#ended = true;
  }

  /** After the last epoch, before the functions. */
  ended(): void {
    for (const one of this.#watchers) one.ended();
  }

  delete(): void {
    for (const one of this.#watchers) one.delete();
  }
}
