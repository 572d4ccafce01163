// What layer a module could be, by the names and shapes of its parameters.
import { type Layer, layers } from '../../api/layers.js';
import { described, type Module } from './modules.js';

/** What is read of a recurrent layer, what a dense one's outputs go through: the parameters do not say it. */
export interface Unknown {
  returnSequences: boolean;
  activation: 'relu' | 'linear';
  inputShape?: readonly [number | null, number];
}

/** A module with a layer that has its parameters. */
export interface Piece {
  name: string;
  kind: 'embedding' | 'recurrent' | 'dense' | 'convolution' | 'normalization';
  /** Features of its input and its output; of an embedding the tokens. */
  inputs: number;
  outputs: number;
  bothWays?: boolean;
  layer(unknown: Unknown): Layer;
}

const shape = ({ parameters }: Module, name: string): readonly number[] => parameters.get(name)?.shape ?? [];
const named = ({ name }: Module, otherwise: string) => name || otherwise;

/** By how many gates' weights lie one after the other, H rows each. */
const cells = { 4: 'lstm', 3: 'gru', 1: 'simpleRNN' } as const;

function recurrent(module: Module): Piece | undefined {
  const [rows = 0, units = 0] = shape(module, 'weight_hh_l0');
  const cell = cells[(rows / units) as keyof typeof cells];
  const alike = [...module.parameters.values()].every(({ shape: [its] }) => its === rows); // or a model would be made by sizes that no weight has
  if (!cell || !alike || module.parameters.has('weight_hr_l0')) return undefined;
  const bias = module.parameters.has('bias_ih_l0') ? {} : { useBias: false };
  const name = named(module, cell);
  const both = module.parameters.has('weight_hh_l0_reverse');
  return {
    name,
    kind: 'recurrent',
    inputs: shape(module, 'weight_ih_l0')[1] ?? 0,
    outputs: both ? 2 * units : units,
    bothWays: both,
    layer({ returnSequences, inputShape }) {
      const options = { units, ...(returnSequences && { returnSequences }), ...bias, ...(inputShape && { inputShape }) };
      return both ? layers.bidirectional({ name, layer: layers[cell](options) }) : layers[cell]({ name, ...options });
    },
  };
}

function embedding(module: Module): Piece | undefined {
  const [inputDim = 0, outputDim = 0, ...more] = shape(module, 'weight');
  if (module.parameters.size !== 1 || outputDim === 0 || more.length > 0 || !/emb/i.test(module.name)) return undefined;
  const { name } = module;
  return { name, kind: 'embedding', inputs: inputDim, outputs: outputDim, layer: () => layers.embedding({ name, inputDim, outputDim }) };
}

function dense(module: Module): Piece | undefined {
  const [units = 0, inputs = 0, ...more] = shape(module, 'weight');
  const [bias] = shape(module, 'bias');
  const others = module.parameters.size - (bias === undefined ? 1 : 2);
  if (inputs === 0 || more.length > 0 || others > 0 || (bias ?? units) !== units) return undefined;
  const name = named(module, 'dense');
  return {
    name,
    kind: 'dense',
    inputs,
    outputs: units,
    layer: ({ activation, inputShape }) =>
      layers.dense({ name, units, ...(activation !== 'linear' && { activation }), ...(bias === undefined && { useBias: false }), ...(inputShape && { inputShape }) }),
  };
}

function convolution(module: Module): Piece | undefined {
  const [filters = 0, inputs = 0, kernelSize = 0, ...more] = shape(module, 'weight');
  const bias = module.parameters.has('bias');
  if (kernelSize === 0 || more.length > 0 || module.parameters.size > (bias ? 2 : 1)) return undefined;
  const name = named(module, 'conv1d');
  return {
    name,
    kind: 'convolution',
    inputs,
    outputs: filters,
    layer: ({ activation, inputShape }) =>
      layers.conv1D({ name, filters, kernelSize, ...(activation !== 'linear' && { activation }), ...(!bias && { useBias: false }), ...(inputShape && { inputShape }) }),
  };
}

/** PyTorch's own options. */
const epsilon = 1e-5;
const momentum = 0.9;

function normalization(module: Module): Piece | undefined {
  const [features = 0, ...more] = shape(module, 'weight');
  if (features === 0 || more.length > 0 || shape(module, 'bias')[0] !== features) return undefined;
  const ofBatch = module.parameters.has('running_mean') && module.parameters.has('running_var');
  if (module.parameters.size !== (ofBatch ? 4 : 2)) return undefined;
  const name = named(module, ofBatch ? 'batch_normalization' : 'layer_normalization');
  const layer = ({ inputShape }: Unknown) =>
    ofBatch ? layers.batchNormalization({ name, epsilon, momentum, ...(inputShape && { inputShape }) }) : layers.layerNormalization({ name, epsilon });
  return { name, kind: 'normalization', inputs: features, outputs: features, layer };
}

/** @throws TypeError for a module that no layer here has the parameters of. */
export function pieceOf(module: Module): Piece {
  const piece = recurrent(module) ?? embedding(module) ?? dense(module) ?? convolution(module) ?? normalization(module);
  if (piece) return piece;
  throw new TypeError(`lstm: expected modules that could be one of the layers here, got ${described(module)}; give layers to say what it is`);
}
