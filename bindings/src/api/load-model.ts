// Models of layers from files.
import { withModule } from '../start/init.js';
import { expectNoMore } from '../values/expect.js';
import { withBytes } from '../wire/bytes.js';
import { Model } from './model.js';
import { Sequential } from './sequential.js';

/**
 * Builds a model from a file that `save()` wrote, compiled as it was: a `Sequential`, or of a graph a `Model`, as which
 * TypeScript takes it where it is told: `loadModel<Model>(file)`.
 * @throws TypeError for bytes that are no such file.
 */
export async function loadModel<Kind extends Sequential | Model = Sequential>(
  file: Uint8Array | ArrayBuffer,
  ...more: undefined[]
): Promise<Kind> {
  expectNoMore(more, 'loadModel');
  return withModule((raw, threads) =>
    withBytes(raw, file, (bytes) => {
      const handle = raw.newModelOfFile(bytes, threads);
      return (handle.chain() ? new Sequential(raw, handle) : new Model(raw, handle)) as Kind;
    }),
  );
}
