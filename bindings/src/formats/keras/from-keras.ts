// Models that Keras saved.
import type { Sequential } from '../../api/sequential.js';
import { expectNoMore } from '../../values/expect.js';
import { bytesOf } from '../folder.js';
import type { Imported } from '../imported.js';
import { isHdf5 } from './hdf5/file.js';
import { graphMakersOf, type Loadable, type OpenGraphOptions } from '../makers.js';
import { isZip } from '../unzip.js';
import { readArchive } from './archive.js';
import { readH5 } from './h5.js';
import type { KerasFile } from './file.js';
import { opened } from './opened.js';

/**
 * Opens a model of Keras 2 or 3, as `model.save()` wrote it: a `.keras` or `.h5` file. Layers one after
 * the other are a `Sequential`, others a `Model`, as which TypeScript takes it where it is told:
 * `fromKeras<Model>(file)`. What changes no prediction (regularizers, the optimizer's state) is dropped, and
 * told in `notes`.
 * @throws TypeError for bytes that are no such file, or a layer, option or value that there is not here;
 * it says which.
 */
export async function fromKeras<Model extends Loadable = Sequential>(
  file: Uint8Array | ArrayBuffer,
  options: OpenGraphOptions<Model> = {},
  ...more: undefined[]
): Promise<Imported<Model>> {
  expectNoMore(more, 'fromKeras');
  const makers = await graphMakersOf(options, 'fromKeras');
  return opened(readFile(bytesOf(file, 'the file in fromKeras')), makers);
}

/** By its first bytes: names tell little. */
function readFile(bytes: Uint8Array): KerasFile {
  if (isZip(bytes)) return readArchive(bytes);
  if (isHdf5(bytes)) return readH5(bytes);
  throw new TypeError('lstm: expected a .keras or .h5 file in fromKeras, got other bytes; a model.json is for fromTfjs');
}
