// Apart from init, so that a page whose models live in a worker loads no WebAssembly's JavaScript.
import { shown } from '../values/expect.js';

/** A user's address: beside the page, or in Node beside this module. */
export function absolute(url: string | URL): URL {
  try {
    return new URL(url, globalThis.document?.baseURI ?? import.meta.url);
  } catch (cause) {
    throw new TypeError(`lstm: expected wasmUrl in init to be an address, got ${shown(url)}`, { cause });
  }
}
