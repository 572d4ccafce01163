// Long work in small steps, with turns for everybody else between them.
import { turn } from '#platform';

/** Longest time, in milliseconds, that steps run without a turn for the page. */
const slice = 12;

/**
 * Calls `step` until it gives false. Between steps it lets the page have its turn and sees whether
 * the signal says stop: then it throws the signal's reason, an AbortError unless told otherwise.
 */
export async function drive(
  step: () => boolean | Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  let begun = performance.now();
  for (;;) {
    const result = step();
    if (!(typeof result === 'boolean' ? result : await result)) return;
    if (performance.now() - begun >= slice) {
      await turn();
      begun = performance.now();
    }
    signal?.throwIfAborted();
  }
}
