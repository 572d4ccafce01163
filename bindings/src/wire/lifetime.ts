// WebAssembly memory that belongs to a JavaScript object: freed by dispose(), or when collected.
import type { Handle } from './raw.js';

const collected = new FinalizationRegistry<Handle>((handle) => handle.delete());

export class Owner<Owned extends Handle> {
  #handle: Owned | undefined;
  readonly #what: string;

  constructor(handle: Owned, what: string) {
    this.#handle = handle;
    this.#what = what;
    collected.register(this, handle, this);
  }

  /** The handle. Throws after dispose(). */
  get handle(): Owned {
    if (this.#handle) return this.#handle;
    throw new Error(`lstm: expected a ${this.#what} in use, got one after dispose()`);
  }

  /** Throws after dispose(). */
  expectInUse(): void {
    void this.handle;
  }

  dispose(): void {
    if (!this.#handle) return;
    collected.unregister(this);
    this.#handle.delete();
    this.#handle = undefined;
  }
}

/** Uses a short-lived handle and frees it, whatever happens. */
export async function using<Owned extends Handle, Result>(
  handle: Owned,
  use: (handle: Owned) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(handle);
  } finally {
    handle.delete();
  }
}
