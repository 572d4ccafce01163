// Layers around another one.
import { cudnnGRU, cudnnLSTM } from './cudnn.js';
import type { Kind, Shape } from './kind.js';
import { type Json, type Option, type Reading, readOptions, word, writeOptions } from './options.js';
import { gru, lstm, simpleRNN } from './recurrent.js';

/** Kinds by Keras's classes; of a type the first is what is written. */
export type Classes = Record<string, Kind>;

/** What may read from both ends. */
const cells: Classes = { LSTM: lstm, GRU: gru, SimpleRNN: simpleRNN, CuDNNLSTM: cudnnLSTM, CuDNNGRU: cudnnGRU };

interface Wrapped {
  class_name?: string;
  config?: Json;
}

/** A description of the layer within. */
function read(value: unknown, classes: Classes, reading: Reading): Json {
  const { class_name = '', config } = (value ?? {}) as Wrapped;
  if (Object.hasOwn(classes, class_name) && config) {
    const { type, options, always } = classes[class_name]!;
    return { type, ...always, ...readOptions(config, options, reading) };
  }
  throw new TypeError(`lstm: expected ${Object.keys(classes).join(', ')} in ${reading.where}, got ${class_name || 'none'}: put one of these in its place, and train it again`);
}

/** The layer within, in Keras's words. */
function written(layer: unknown, classes: Classes): Json {
  const { type } = layer as { type: string };
  const [class_name, { options }] = Object.entries(classes).find(([, kind]) => kind.type === type)!;
  return { class_name, config: { name: type, trainable: true, ...writeOptions(layer as Json, options) } };
}

const within = (classes: () => Classes): Option => ({
  ours: 'layer',
  read: (value, _, reading) => read(value, classes(), reading),
  write: (layer) => written(layer, classes()),
});

/** The kind of the layer within: of the class that a configuration names, or else of its type. */
function kindIn({ layer }: Json, classes: Classes, config: Json): Kind {
  const { class_name = '' } = (config.layer ?? {}) as Wrapped;
  return classes[class_name] ?? Object.values(classes).find(({ type }) => type === (layer as Json).type)!;
}

/** What Keras 3 always writes is the same layer, from the other end. */
const backward: Option = {
  read(value, name, reading, config) {
    const quiet = { ...reading, notes: [] };
    const [one, other] = [read(config.layer, cells, quiet), read(value, cells, quiet)];
    if (JSON.stringify({ ...one, goBackwards: true }) === JSON.stringify({ ...other, goBackwards: true })) return;
    throw new TypeError(`lstm: expected ${name} of ${reading.where} to be as its layer, got another: train it with one layer, and save it again`);
  },
  write: () => undefined,
};

/** The same variables twice, in Keras by where they are, here by the ends of their names. */
export const bidirectional: Kind = {
  type: 'bidirectional',
  options: {
    layer: within(() => cells),
    backward_layer: backward,
    merge_mode: word('mergeMode', { concat: 'concat', sum: 'sum', ave: 'ave', mul: 'mul' }),
  },
  output(its, input): Shape {
    const shape = kindIn(its, cells, {}).output(its.layer as Json, input, [input]);
    const sides = its.mergeMode === undefined || its.mergeMode === 'concat' ? 2 : 1;
    return [...shape.slice(0, -1), sides * (shape.at(-1) as number)];
  },
  states(its) {
    const states = kindIn(its, cells, {}).states!(its.layer as Json);
    return [...states, ...states];
  },
  variables(its, input, config) {
    const variables = kindIn(its, cells, config).variables!(its.layer as Json, input, config);
    return [
      ...variables.map((one) => ({ ...one, within: ['forward', ...one.within!] })),
      ...variables.map((one) => ({ ...one, within: ['backward', ...one.within!], ours: one.ours.map((name) => `${name}_reverse`) })),
    ];
  },
};

/** Any layer without states, at every step. */
export const timeDistributed = (classes: () => Classes): Kind => ({
  type: 'timeDistributed',
  options: { layer: within(classes) },
  output: (its, [T = null, ...step]) => [T, ...kindIn(its, classes(), {}).output(its.layer as Json, step, [step])],
  variables(its, [, ...step], config) {
    const { config: inner = {} } = (config.layer ?? {}) as Wrapped;
    return kindIn(its, classes(), config).variables?.(its.layer as Json, step, inner) ?? [];
  },
});
