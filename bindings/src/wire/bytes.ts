// The bytes of files, on their way into WebAssembly memory and back.
import { using } from './lifetime.js';
import type { Raw, RawBytes } from './raw.js';

/** The bytes, in the JavaScript heap; freed in the other. */
export function taken(bytes: RawBytes): Uint8Array {
  try {
    return bytes.bytes().slice();
  } finally {
    bytes.delete();
  }
}

/** Runs `use` with a copy of a file's bytes in WebAssembly memory. */
export async function withBytes<Result>(
  raw: Raw,
  file: Uint8Array | ArrayBuffer,
  use: (bytes: RawBytes) => Result,
): Promise<Result> {
  const source = file instanceof ArrayBuffer ? new Uint8Array(file) : file;
  if (!(source instanceof Uint8Array)) {
    throw new TypeError(`lstm: expected a file's bytes as a Uint8Array, got ${typeof file}`);
  }
  return using(raw.newBytes(source.length), async (bytes) => {
    bytes.bytes().set(source);
    return use(bytes);
  });
}
