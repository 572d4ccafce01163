// Names of layers as Keras gives them.
import type { Layer } from '../api/layers.js';

/** `simpleRNN` is `simple_rnn`. */
const kindOf = ({ type }: Layer) => type.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** Those of the same kind are counted: `lstm`, `lstm_1`. */
export function named<Its extends Layer>(layers: readonly Its[]): (Its & { name: string })[] {
  const counts = new Map<string, number>();
  return layers.map((layer) => {
    const kind = kindOf(layer);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return { ...layer, name: count > 0 ? `${kind}_${count}` : kind };
  });
}
