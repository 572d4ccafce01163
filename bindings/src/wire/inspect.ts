// What LSTM layers were at every step of what they read.
import type { Tensor } from '../values/tensor.js';
import type { RawLayers } from './raw.js';
import { takenTensor } from './tensors.js';

/**
 * A layer at every step: the gates i, f, g, o, the cell c, the output h. `[T, H]` each along a text,
 * `[N, T, H]` for sequences.
 */
export type LayerStates = Record<'i' | 'f' | 'g' | 'o' | 'c' | 'h', Tensor>;

/** What `inspect` gives of sequences. */
export interface InspectedLayers {
  /** Every LSTM layer, the first to read first. */
  layers: LayerStates[];
}

/** Copies them out of WebAssembly memory, and frees them there. */
export function takenLayers(layers: RawLayers): LayerStates[] {
  try {
    return Array.from({ length: layers.count() }, (_, layer) => {
      const shape: number[] = JSON.parse(layers.shape(layer));
      const lengths: number[] = JSON.parse(layers.lengths(layer));
      const tensor = (gate: number) => takenTensor(layers.elements(layer, gate), shape, lengths);
      const gates: string[] = JSON.parse(layers.names(layer));
      return Object.fromEntries(gates.map((name, gate) => [name, tensor(gate)])) as LayerStates;
    });
  } finally {
    layers.delete();
  }
}
