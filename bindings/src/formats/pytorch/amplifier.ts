// Guitar amplifiers and effects, as GuitarML and its kin write them: JSON with a state dict, and beside it what the
// network is. It reads a signal, gives every step, and may add what comes in to what goes out.
import { input } from '../../api/graph.js';
import { type Layer, layers } from '../../api/layers.js';
import { shown } from '../../values/expect.js';
import type { Tensor } from '../../values/tensor.js';
import type { GraphMakers } from '../makers.js';

/** What the file says. */
export interface Amplifier {
  cell: 'lstm' | 'gru' | 'simpleRNN';
  inputs: number;
  outputs: number;
  units: number;
  count: number;
  useBias: boolean;
  adds: boolean;
}

const cells: Record<string, Amplifier['cell']> = { LSTM: 'lstm', GRU: 'gru', RNN: 'simpleRNN' };
const mostLayers = 64;

/** The sizes are those of the weights: a model is made by them. */
function fits({ inputs, outputs, units }: Amplifier, dict: ReadonlyMap<string, Tensor>): boolean {
  const [ih, hh, out] = ['rec.weight_ih_l0', 'rec.weight_hh_l0', 'lin.weight'].map((name) => dict.get(name)?.shape ?? []);
  return ih![1] === inputs && hh![1] === units && out!.join() === [outputs, units].join();
}

/** @throws TypeError for networks of other kinds, and other weights than the file says. */
export function amplifierOf(said: unknown, dict: ReadonlyMap<string, Tensor>): Amplifier | undefined {
  const { unit_type, input_size = 1, output_size = 1, hidden_size, num_layers = 1, bias_fl = true, skip = 0 } = (said ?? {}) as Record<string, unknown>;
  if (unit_type === undefined) return undefined;
  const cell = Object.hasOwn(cells, String(unit_type)) ? cells[String(unit_type)] : undefined;
  const sizes = [input_size, output_size, hidden_size, num_layers].map(Number);
  if (!cell || !sizes.every((size) => Number.isInteger(size) && size > 0) || sizes[3]! > mostLayers) {
    throw new TypeError(`lstm: expected model_data of an LSTM, GRU or RNN with its sizes, got unit_type ${shown(unit_type)} of ${sizes.join(', ')}`);
  }
  const [inputs, outputs, units, count] = sizes as [number, number, number, number];
  if (skip && (skip !== inputs || outputs !== inputs)) throw new TypeError(`lstm: expected skip in model_data to add all of the input, got ${shown(skip)} of ${inputs} to ${outputs}`);
  const amplifier = { cell, inputs, outputs, units, count, useBias: Boolean(bias_fl), adds: Boolean(skip) };
  if (fits(amplifier, dict)) return amplifier;
  throw new TypeError(`lstm: expected weights rec and lin of the sizes in model_data, ${sizes.join(', ')}, got others`);
}

/** By the names that they have in the file. */
export function layersOf({ cell, inputs, outputs, units, count, useBias }: Amplifier): Layer[] {
  const recurrent = Array.from({ length: count }, (_, n) =>
    layers[cell]({
      name: n > 0 ? `rec_${n}` : 'rec',
      units,
      returnSequences: true,
      ...(n === 0 && { inputShape: [null, inputs] as const }),
      ...(!useBias && { useBias }),
    }));
  return [...recurrent, layers.dense({ name: 'lin', units: outputs })];
}

/** What comes in goes around the layers, too, where the file says so. */
export async function made<Model>(amplifier: Amplifier, { sequential, model }: GraphMakers<Model>): Promise<Model> {
  const list = layersOf(amplifier);
  if (!amplifier.adds) return sequential({ layers: list });
  const x = input({ shape: [null, amplifier.inputs] });
  const y = list.reduce((signal, layer) => layer.apply!(signal), x);
  return (await model({ inputs: x, outputs: layers.add().apply([y, x]) })) as Model;
}
