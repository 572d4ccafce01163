// Long work in small steps, with turns for everybody else between them.
import { turn } from '#platform';

/** Longest time, in milliseconds, that steps run without a turn for the page. */
const slice = 12;

/** Says after a step whether the page is due a turn, and gives it one. */
export class Turns {
  #begun = performance.now();

  get due(): boolean {
    return performance.now() - this.#begun >= slice;
  }

  async take(): Promise<void> {
    await turn();
    this.#begun = performance.now();
  }
}

/** Waits for the promise, but no longer than until the signal says stop. */
async function untilAborted<Value>(promise: PromiseLike<Value>, signal?: AbortSignal) {
  if (!signal) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Calls `step` until it gives false. Between steps it lets the page have its turn and sees whether
 * the signal says stop: then it throws the signal's reason, an AbortError unless told otherwise.
 */
export async function drive(
  step: () => boolean | PromiseLike<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const turns = new Turns();
  for (;;) {
    signal?.throwIfAborted();
    const result = step();
    if (!(typeof result === 'boolean' ? result : await untilAborted(result, signal))) return;
    if (turns.due) await turns.take();
  }
}
