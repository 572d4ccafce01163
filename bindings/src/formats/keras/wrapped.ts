// Layers around another one.
import type { Kind, Shape } from './kind.js';
import { type Json, type Option, type Reading, readOptions, word, writeOptions } from './options.js';
import { gru, lstm, simpleRNN } from './recurrent.js';
import { cudnnGRU, cudnnLSTM } from './cudnn.js';

/** What may read from both ends, by Keras's names. */
export const cells: Record<string, Kind> = { LSTM: lstm, GRU: gru, SimpleRNN: simpleRNN, CuDNNLSTM: cudnnLSTM, CuDNNGRU: cudnnGRU };

/** The wrapped layer's kind and description. */
function inner(value: unknown, reading: Reading): Json {
  const { class_name, config } = (value ?? {}) as { class_name?: string; config?: Json };
  const its = Object.hasOwn(cells, class_name ?? '') ? cells[class_name!] : undefined;
  if (its && config) return { type: its.type, ...readOptions(config, its.options, reading) };
  throw new TypeError(`lstm: expected ${Object.keys(cells).join(', ')} in ${reading.where}, got ${class_name ?? 'none'}: put one of these in its place, and train it again`);
}

/** What Keras 3 always writes is the same layer, from the other end. */
const backward: Option = {
  read(value, name, reading, config) {
    const [one, other] = [inner(config.layer, silent(reading)), inner(value, silent(reading))];
    if (JSON.stringify({ ...one, goBackwards: true }) === JSON.stringify({ ...other, goBackwards: true })) return;
    throw new TypeError(`lstm: expected ${name} of ${reading.where} to be as its layer, got another: train it with one layer, and save it again`);
  },
  write: () => undefined,
};

const silent = (reading: Reading): Reading => ({ ...reading, notes: [] });

function written(layer: unknown): Json {
  const { type } = layer as { type: string };
  const [className, { options }] = Object.entries(cells).find(([, cell]) => cell.type === type)!;
  return { class_name: className, config: { name: type, trainable: true, ...writeOptions(layer as Json, options) } };
}

const kindOf = (layer: unknown) => Object.values(cells).find(({ type }) => type === (layer as Json).type)!;

/** The same variables twice, in Keras by where they are, here by the ends of their names. */
export const bidirectional: Kind = {
  type: 'bidirectional',
  options: {
    layer: { ours: 'layer', read: (value, _, reading) => inner(value, reading), write: written },
    backward_layer: backward,
    merge_mode: word('mergeMode', { concat: 'concat', sum: 'sum', ave: 'ave', mul: 'mul' }),
  },
  output({ layer, mergeMode }, input): Shape {
    const shape = kindOf(layer).output(layer as Json, input);
    const sides = mergeMode === undefined || mergeMode === 'concat' ? 2 : 1;
    return [...shape.slice(0, -1), sides * (shape.at(-1) as number)];
  },
  variables({ layer }, input, keras) {
    const its = kindOf(layer).variables!(layer as Json, input, keras);
    return [
      ...its.map((one) => ({ ...one, within: ['forward', ...one.within!] })),
      ...its.map((one) => ({ ...one, within: ['backward', ...one.within!], ours: one.ours.map((name) => `${name}_reverse`) })),
    ];
  },
};
