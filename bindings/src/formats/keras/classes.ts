// Every class of Keras's that has a kind of layer here.
import { activation, elu, leakyRelu, relu, softmax } from './activations.js';
import { additiveAttention, attention } from './attention.js';
import { cudnnGRU, cudnnLSTM } from './cudnn.js';
import type { Kind } from './kind.js';
import { add, average, concatenate, multiply } from './merges.js';
import { batchNormalization, layerNormalization } from './normalization.js';
import { dense, dropout, embedding, gaussianNoise, masking, spatialDropout1D } from './plain.js';
import { gru, lstm, simpleRNN } from './recurrent.js';
import { flatten, permute, repeatVector, reshape } from './shapes.js';
import type { KerasLayer } from './topology.js';
import {
  averagePooling1D,
  averagePooling2D,
  conv1D,
  conv2D,
  globalAveragePooling1D,
  globalMaxPooling1D,
  maxPooling1D,
  maxPooling2D,
  zeroPadding1D,
} from './windows.js';
import { bidirectional, type Classes, timeDistributed } from './wrapped.js';

/** By the class; of a type the first is what is written. */
export const classes: Classes = {
  Embedding: embedding,
  LSTM: lstm,
  GRU: gru,
  SimpleRNN: simpleRNN,
  CuDNNLSTM: cudnnLSTM,
  CuDNNGRU: cudnnGRU,
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed(() => classes),
  Dense: dense,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  Softmax: softmax,
  Dropout: dropout,
  SpatialDropout1D: spatialDropout1D,
  GaussianNoise: gaussianNoise,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
  Masking: masking,
  Conv1D: conv1D,
  Conv2D: conv2D,
  MaxPooling1D: maxPooling1D,
  MaxPooling2D: maxPooling2D,
  AveragePooling1D: averagePooling1D,
  AveragePooling2D: averagePooling2D,
  GlobalMaxPooling1D: globalMaxPooling1D,
  GlobalAveragePooling1D: globalAveragePooling1D,
  ZeroPadding1D: zeroPadding1D,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
  Concatenate: concatenate,
  Add: add,
  Multiply: multiply,
  Average: average,
  Attention: attention,
  AdditiveAttention: additiveAttention,
};

/** What only trains otherwise than without it. */
const silent = ['GaussianDropout', 'AlphaDropout', 'ActivityRegularization'];

/** Does it change no prediction? */
export const isSilent = ({ className }: KerasLayer) => silent.includes(className);

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
  throw new TypeError(`lstm: expected a layer that there is here, got ${className} '${name}': put another in its place, and save it again; there are ${known}`);
}
