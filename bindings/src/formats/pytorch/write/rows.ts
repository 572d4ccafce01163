// How each layer is written in PyTorch: the module that has its weights by the same names, and what is called.
import type { BatchNormalizationOptions } from '../../../api/layer-options.js';
import { refusal } from '../../refusal.js';
import type { SavedLayer } from '../../saved.js';
import { activationOf } from './activations.js';
import { attention } from './attention.js';
import { bidirectional, recurrent } from './recurrent.js';
import { convolution, pooling } from './windows.js';
import { type Asked, call, made, named, plain, type Written } from './written.js';

/** The options of a layer of any kind. */
const optionsOf = <Options>(layer: SavedLayer) => layer as unknown as Options;

const unmasked = ({ layer, note }: Asked): Written => {
  note(`Left out the mask of '${layer.name}': padding counts there as any other step.`);
  return made((x) => x);
};

/** PyTorch's momentum is the share of what is new. */
function batchNormalization({ layer, rank, shape, note }: Asked): Written {
  const { momentum = 0.99, epsilon = 1e-3, center = true, scale = true } = optionsOf<BatchNormalizationOptions>(layer);
  if (center !== scale) throw refusal(layer, 'scale', center, scale, 'PyTorch has both or neither');
  if (layer.trainable === false) note(`The statistics of '${layer.name}' move there in train(), frozen or not.`);
  const [channels] = shape('running_mean')!;
  const newShare = Number((1 - momentum).toPrecision(6));
  const module = call(`BatchNorm${Math.max(rank - 2, 1)}d`, [channels], { eps: epsilon, momentum: newShare, affine: scale ? undefined : false });
  return rank === 2 ? plain(module) : { module, run: ([x], [y], self) => [`${y} = ${self}(${x}.movedim(-1, 1)).movedim(1, -1)`] };
}

/** Every step of every sample as a sample, and back. */
function timeDistributed(asked: Asked): Written {
  const { layer, name } = optionsOf<{ layer: SavedLayer; name: string }>(asked.layer);
  const { module, run, activation } = rows[layer.type]!({ ...asked, layer: { ...layer, name } as SavedLayer, rank: asked.rank - 1 });
  return {
    ...(module && { module }),
    run: ([x], [y], self) => [`every = ${x}.shape[:2]`, `${y} = ${x}.flatten(0, 1)`, ...run([y!], [y!], self), `${y} = ${y}.unflatten(0, every)`],
    ...(activation && { activation }),
  };
}

/** A row a layer, by its type. */
export const rows: Record<string, (asked: Asked) => Written> = {
  embedding(asked) {
    if (optionsOf<{ maskZero?: boolean }>(asked.layer).maskZero) unmasked(asked);
    return plain(call('Embedding', asked.shape('weight')!));
  },
  lstm: recurrent,
  gru: recurrent,
  simpleRNN: recurrent,
  bidirectional,
  dense({ layer, shape }) {
    const [units, inputs] = shape('weight')!;
    const activation = activationOf(layer);
    return { ...plain(call('Linear', [inputs!, units!], { bias: shape('bias') ? undefined : false })), ...(activation && { activation }) };
  },
  activation: ({ layer }) => made((x) => named(activationOf(layer) ?? 'x', x)),
  dropout: ({ layer }) => plain(call('Dropout', [optionsOf<{ rate: number }>(layer).rate])),
  spatialDropout1D: ({ layer }) => ({
    module: call('Dropout1d', [optionsOf<{ rate: number }>(layer).rate]),
    run: ([x], [y], self) => [`${y} = ${self}(${x}.transpose(1, 2)).transpose(1, 2)`],
  }),
  gaussianNoise: ({ layer }) => ({
    run: ([x], [y]) => [`${y} = ${x} + ${optionsOf<{ stddev: number }>(layer).stddev} * torch.randn_like(${x}) if self.training else ${x}`],
  }),
  layerNormalization: ({ layer, shape }) => plain(call('LayerNorm', shape('weight')!, { eps: optionsOf<{ epsilon?: number }>(layer).epsilon })),
  batchNormalization,
  masking: unmasked,
  conv1D: convolution(1),
  conv2D: convolution(2),
  maxPooling1D: pooling('max', 1),
  maxPooling2D: pooling('max', 2),
  averagePooling1D: pooling('avg', 1),
  averagePooling2D: pooling('avg', 2),
  globalMaxPooling1D: () => made((x) => `${x}.amax(1)`),
  globalAveragePooling1D: () => made((x) => `${x}.mean(1)`),
  zeroPadding1D({ layer }) {
    const { padding = 1 } = optionsOf<{ padding?: number | readonly [number, number] }>(layer);
    const [before, after] = typeof padding === 'number' ? [padding, padding] : padding;
    return made((x) => `functional.pad(${x}, (0, 0, ${before}, ${after}))`);
  },
  flatten: () => made((x) => `${x}.flatten(1)`),
  reshape({ layer }) {
    const { targetShape } = optionsOf<{ targetShape: readonly number[] }>(layer);
    return made((x) => `${x}.reshape(${['len(' + x + ')', ...targetShape.map((extent) => extent || -1)].join(', ')})`);
  },
  permute: ({ layer }) => made((x) => `${x}.permute(${[0, ...optionsOf<{ dims: readonly number[] }>(layer).dims].join(', ')})`),
  repeatVector: ({ layer }) => made((x) => `${x}.unsqueeze(1).expand(-1, ${optionsOf<{ n: number }>(layer).n}, -1)`),
  timeDistributed,
  add: () => made((_, all) => all.join(' + ')),
  multiply: () => made((_, all) => all.join(' * ')),
  average: () => made((_, all) => `(${all.join(' + ')}) / ${all.length}`),
  concatenate: () => made((_, all) => `torch.cat([${all.join(', ')}], -1)`),
  attention,
  additiveAttention: attention,
};
