// Every class of Keras's that has a kind of layer here.
import { cudnnGRU, cudnnLSTM } from './cudnn.js';
import type { Kind } from './kind.js';
import { layerNormalization } from './normalization.js';
import { activation, dense, dropout, embedding, masking } from './plain.js';
import { gru, lstm, simpleRNN } from './recurrent.js';
import type { KerasLayer } from './topology.js';
import { bidirectional } from './wrapped.js';

/** By the class. */
export const classes: Record<string, Kind> = {
  Embedding: embedding,
  LSTM: lstm,
  GRU: gru,
  SimpleRNN: simpleRNN,
  CuDNNLSTM: cudnnLSTM,
  CuDNNGRU: cudnnGRU,
  Bidirectional: bidirectional,
  Dense: dense,
  Activation: activation,
  Dropout: dropout,
  LayerNormalization: layerNormalization,
  Masking: masking,
};

/** What each step goes through alone is the same as on all steps at once. */
const stepwise = ['Dense', 'Activation', 'Dropout'];

/** A layer of each step that is one of sequences, too, without its wrapper. */
export function unwrapped(layer: KerasLayer): KerasLayer {
  const { class_name, config } = (layer.config.layer ?? {}) as { class_name?: string; config?: object };
  if (layer.className !== 'TimeDistributed' || !stepwise.includes(class_name!)) return layer;
  return { ...layer, className: class_name!, config: { ...config, name: layer.name } };
}

/** Throws TypeError where there is none. */
export function kindOf({ className, name }: KerasLayer): Kind {
  if (Object.hasOwn(classes, className)) return classes[className]!;
  const known = Object.keys(classes).join(', ');
  throw new TypeError(`lstm: expected layers among ${known}; got ${className} '${name}': put one of these in its place, and save it again`);
}
