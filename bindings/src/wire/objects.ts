// Makes objects of the functions that the module registers (models.hpp). These take and give objects
// by their addresses, and say by their names what they belong to and give: `Kind.method:Kind`.
import type { Emscripten } from './emscripten.js';
import type { Raw } from './raw.js';

/** An object in WebAssembly memory. Its kind has its methods. */
class Remote {
  constructor(public address: number) {}
}

type Call = (...args: unknown[]) => unknown;

/** Memory that was given back may be another's by now. */
function addressOf({ address }: Remote): number {
  if (address === 0) throw new Error('lstm: expected an object in use, got one after delete()');
  return address;
}

const wired = (arg: unknown) => (arg instanceof Remote ? addressOf(arg) : (arg ?? 0));

export function withObjects(module: Emscripten): Raw {
  const kinds = new Map<string, typeof Remote & { prototype: Record<string, Call> }>();
  const kindOf = (name: string) => {
    if (!kinds.has(name)) kinds.set(name, class extends Remote {} as never);
    return kinds.get(name)!;
  };

  /** By a View in guard.hpp. */
  const elements = (view: number) => {
    const { buffer } = module.wasmMemory;
    const [kind, address, size] = new Uint32Array(buffer, view, 3);
    return new [Float32Array, Int32Array, Uint8Array][kind!]!(buffer, address!, size!);
  };
  const made = (kind: string, address: number) =>
    kind === 'View' ? elements(address) : new (kindOf(kind))(address);

  const raw: Record<string, Call> = {};
  const top = module.stackSave(); // whenever JavaScript calls
  for (const [name, registered] of Object.entries(module)) {
    const [, kind, method, given] = /^(\w*)\.(\w+):?(\w*)$/.exec(name) ?? [];
    if (!method) continue;
    const call: Call = (...args) => {
      try {
        const result = registered(...args);
        return given ? made(given, result) : result;
      } catch (error) {
        module.stackRestore(top); // which an error thrown out of WebAssembly leaves where it was
        throw error;
      }
    };
    if (!kind) raw[method] = (...args) => call(...args.map(wired));
    else {
      kindOf(kind).prototype[method] = function (this: Remote, ...args) {
        const address = addressOf(this);
        if (method === 'delete') this.address = 0;
        return call(address, ...args.map(wired));
      };
    }
  }
  return raw as unknown as Raw;
}
