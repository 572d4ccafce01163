// The files of a model that is several: their bytes, wherever they lie.
import { kind, shown } from '../values/expect.js';

/** Where the files are, or the files that were chosen or dropped, or their bytes by name. */
export type Folder = string | URL | Iterable<File> | Record<string, Uint8Array | ArrayBuffer>;

/** Gives a file's bytes by its name. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** `where` names the call. */
export function readerOf(folder: Folder, where: string): ReadFile {
  if (typeof folder === 'string' || folder instanceof URL) return (name) => fetched(name, folder, where);
  if (typeof folder !== 'object' || folder === null) {
    throw new TypeError(`lstm: expected files in ${where} as an address, an array of files or an object of bytes, got ${kind(folder)}`);
  }
  const files = new Map<string, File | Uint8Array | ArrayBuffer>(
    Symbol.iterator in folder ? Array.from(folder, (file) => [file.name, file]) : Object.entries(folder),
  );
  return async (name) => {
    const file = files.get(name);
    if (file === undefined) {
      throw new TypeError(`lstm: expected a file '${name}' in ${where}, got ${[...files.keys()].join(', ') || 'none'}`);
    }
    return bytesOf(file instanceof Blob ? await file.arrayBuffer() : file, `'${name}' in ${where}`);
  };
}

/** A file's bytes, as a plain array: Node's buffers have a slice() that copies nothing. `what` names it. */
export function bytesOf(file: Uint8Array | ArrayBuffer, what: string): Uint8Array {
  if (file instanceof Uint8Array) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  throw new TypeError(`lstm: expected ${what} as a Uint8Array or ArrayBuffer, got ${shown(file)}`);
}

/** Of a folder's address, with or without a slash at its end. */
async function fetched(name: string, folder: string | URL, where: string): Promise<Uint8Array> {
  const address = new URL(name, new URL(`${String(folder).replace(/\/?$/, '/')}`, globalThis.document?.baseURI));
  const response = await fetch(address);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Error(`lstm: expected a file at ${address} in ${where}, got status ${response.status}`);
}

/** What a file of JSON says. `what` names it. */
export function parsed(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TypeError(`lstm: expected JSON in ${what}, got other bytes`, { cause });
  }
}
