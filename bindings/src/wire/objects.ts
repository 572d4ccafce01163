// Makes objects of the functions that the module registers. These take and give objects by their addresses, and say
// by their names whose they are and what they give: `module.newModel:object`, `object.step`, `object.shape:view`.
import type { Emscripten } from './emscripten.js';
import type { Raw } from './raw.js';

type Call = (...args: unknown[]) => unknown;

/** An object in WebAssembly memory. It has the methods of all kinds; which are its own, its type says (raw.ts). */
class Remote {
  [method: string]: unknown;

  constructor(public address: number) {}
}

/** Memory that was given back may be another's by now. */
function addressOf({ address }: Remote): number {
  if (address === 0) throw new Error('lstm: expected an object in use, got one after delete()');
  return address;
}

const wired = (arg: unknown) => (arg instanceof Remote ? addressOf(arg) : (arg ?? 0));

export function withObjects(module: Emscripten): Raw {
  class Here extends Remote {} // one module's

  /** By a View in object.hpp. */
  const view = (at: number) => {
    const { buffer } = module.wasmMemory;
    const [kind, address, size] = new Uint32Array(buffer, at, 3);
    return new [Float32Array, Int32Array, Uint8Array, Float64Array][kind!]!(buffer, address!, size!);
  };
  const made: Record<string, (result: number) => unknown> = { view, object: (address) => new Here(address) };

  const raw: Record<string, Call> = {};
  const top = module.stackSave(); // whenever JavaScript calls
  for (const [name, registered] of Object.entries(module)) {
    const [, whose, method, given] = /^(module|object)\.(\w+):?(\w*)$/.exec(name) ?? [];
    if (!method) continue;
    const call: Call = (...args) => {
      try {
        const result = registered(...args.map(wired));
        return given ? made[given]!(result) : result;
      } catch (error) {
        module.stackRestore(top); // which an error thrown out of WebAssembly leaves where it was
        throw error;
      }
    };
    if (whose === 'module') raw[method] = call;
    else {
      Here.prototype[method] = function (this: Remote, ...args: unknown[]) {
        const address = addressOf(this);
        if (method === 'delete') this.address = 0;
        return call(address, ...args);
      };
    }
  }
  return raw as unknown as Raw;
}
