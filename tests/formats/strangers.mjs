// Files are strangers': whatever is in one, it is read or refused in words, soon and without much memory.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { init } from 'lstm-wasm';

await init({ threads: 1 }); // or every model starts them, where none is there yet

/** Is refused in words, by an error that the package meant. */
export function isRefusal(error) {
  assert.ok(error instanceof TypeError || error instanceof RangeError, error?.stack);
  assert.match(error.message, /^lstm: expected /);
  return true;
}

/** The same in these words. */
export const refusedWith = (words) => (error) => {
  assert.match(error.message, words);
  return isRefusal(error);
};

/** Every beginning of a file is refused. @param step - of large files, every so many bytes */
export async function refusesEveryCut(bytes, read, step = 1) {
  for (let size = 0; size < bytes.length; size += step) {
    await assert.rejects(read(bytes.slice(0, size)), isRefusal, `cut after ${size} of ${bytes.length} bytes`);
  }
}

/** Some of a file's bytes changed to any others: read or refused. Gives how many were refused. */
export async function survivesDamage(bytes, read, { runs = 300, seed = 1 } = {}) {
  let refused = 0;
  const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.integer({ min: 0, max: 255 }) });
  for (const changes of fc.sample(fc.array(change, { minLength: 1, maxLength: 4 }), { numRuns: runs, seed })) {
    const damaged = bytes.slice();
    for (const { at, to } of changes) damaged[at] = to;
    await read(damaged).then(
      ({ model }) => model.dispose(),
      (error) => { refused += isRefusal(error); },
    );
  }
  return refused;
}
