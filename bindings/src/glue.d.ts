// The JavaScript that Emscripten writes: lstm.js of either build.
import type { Raw } from './raw.js';

export default function createLstm(options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}): Promise<Raw & { stackSave(): number; stackRestore(top: number): void }>;
