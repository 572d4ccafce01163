// What recurrent layers were at every step of what they read.
import type { Tensor } from '../values/tensor.js';
import type { RawLayers } from './raw.js';
import { takenTensor } from './tensors.js';

/** Copies the tensors of every layer, by their names, out of WebAssembly memory, and frees them there. */
export function takenLayers(layers: RawLayers): Record<string, Tensor>[] {
  try {
    return Array.from({ length: layers.count() }, (_, layer) => {
      const shape = [...layers.shape(layer)];
      const lengths = [...layers.lengths(layer)];
      const tensor = (gate: number) => takenTensor(layers.elements(layer, gate), shape, lengths);
      const gates: string[] = JSON.parse(layers.names(layer));
      return Object.fromEntries(gates.map((name, gate) => [name, tensor(gate)]));
    });
  } finally {
    layers.delete();
  }
}
