// Tensors by name, on their way to WebAssembly memory and back.
import { expectObject } from '../values/expect.js';
import type { Input } from '../values/input.js';
import { Tensor } from '../values/tensor.js';
import type { Raw, RawDict } from './raw.js';
import { withTensors } from './tensors.js';

/** Copies them out of WebAssembly memory, and frees them there. */
export function takenDict(dict: RawDict): Record<string, Tensor> {
  try {
    const entries = Array.from({ length: dict.size() }, (_, n) => {
      const shape = [...dict.shape(n)];
      return [dict.name(n), new Tensor(dict.elements(n).slice(), shape)];
    });
    return Object.fromEntries(entries);
  } finally {
    dict.delete();
  }
}

/** Runs `use` with copies of the tensors in WebAssembly memory; `where` names the call. */
export function withDict<Result>(
  raw: Raw,
  tensors: Record<string, Input>,
  where: string,
  use: (dict: RawDict) => Result,
): Result {
  expectObject(tensors, where, 'tensors');
  const dict = raw.newDict();
  try {
    for (const [name, tensor] of Object.entries(tensors)) {
      withTensors(raw, { [name]: tensor }, (rawTensor) => dict.add(name, rawTensor!));
    }
    return use(dict);
  } finally {
    dict.delete();
  }
}
