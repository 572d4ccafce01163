// Weights of any safetensors file.

import { withModule } from '../start/init.js';
import { expectNoMore } from '../values/expect.js';
import { withBytes } from '../wire/bytes.js';
import { takenNamed } from '../wire/tensors.js';
import type { StateDict } from './any-model.js';

/**
 * The tensors of a safetensors file, by name: for `loadStateDict`. Elements of type F16 and BF16 become
 * floats of 32 bits, which hold them exactly.
 * @throws TypeError for bytes that are no such file, or elements of another type.
 */
export async function readSafetensors(file: Uint8Array | ArrayBuffer, ...more: undefined[]): Promise<StateDict> {
  expectNoMore(more, 'readSafetensors');
  return withModule((raw) => withBytes(raw, file, (bytes) => takenNamed(raw.newTensorsOfFile(bytes))));
}
