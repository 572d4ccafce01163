// The training in the browser's own storage, so that it goes on after the tab was closed.
import { get, set } from 'idb-keyval';
import type { Kept } from './session';

const key = `lstm-wasm text training ${location.pathname}`; // other copies of the page may share the origin

/** Undefined where there is none, or where the browser does not let one look. */
export async function lastKept(): Promise<Kept | undefined> {
  try {
    const kept = await get<Kept>(key);
    return kept?.version === 1 ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Gives in words why it can't be kept, or ''. */
export async function keep(kept: Kept): Promise<string> {
  try {
    await set(key, kept);
    return '';
  } catch (error) {
    const full = (error as Error).name === 'QuotaExceededError';
    return full
      ? 'The browser’s storage is full, so closing this tab loses the network. It learns on; save it as a file under “Your model”.'
      : 'The browser does not let this page store anything, so closing this tab loses the network. It learns on; save it as a file under “Your model”.';
  }
}

/** Says when it is time to keep it again: every few seconds, but never so that it costs much. */
export class KeepClock {
  #last = performance.now();
  #gap = 4000; // ms

  /** At the next step. */
  hurry(): void {
    this.#gap = 0;
  }

  due(): boolean {
    return performance.now() - this.#last > this.#gap;
  }

  /** `took`: how long keeping it did. */
  restart(took: number): void {
    this.#last = performance.now();
    this.#gap = Math.max(4000, 25 * took);
  }
}
