// How each layer is written in ONNX. Data lie as here: the batch first, then steps, features last.
import { Tensor } from '../../../values/tensor.js';
import { transposed } from '../../matrices.js';
import type { SavedLayer } from '../../saved.js';
import { activated } from './activations.js';
import type { Row } from './asked.js';
import { attention } from './attention.js';
import { bidirectional, recurrent } from './recurrent.js';
import { convolution, pooling } from './windows.js';

const dense: Row = ({ graph, layer, weight }, x) => {
  const { name } = layer;
  const bias = weight('bias');
  const product = graph.add('MatMul', [x, graph.weights(`${name}.weight`, transposed(weight('weight')!))]);
  const y = bias ? graph.add('Add', [product, graph.weights(`${name}.bias`, bias)]) : product;
  return activated(graph, y, layer as object);
};

/** y = x scale + shift: weight (x - running_mean) / sqrt(running_var + epsilon) + bias. */
const batchNormalization: Row = ({ graph, layer, weight }, x) => {
  const { name, epsilon = 1e-3 } = layer as { name: string; epsilon?: number };
  const [mean, variance] = [weight('running_mean')!, weight('running_var')!];
  const scale = variance.data.map((v, n) => (weight('weight')?.data[n] ?? 1) / Math.sqrt(v + epsilon));
  const shift = mean.data.map((m, n) => (weight('bias')?.data[n] ?? 0) - m * scale[n]!);
  const scaled = graph.add('Mul', [x, graph.weights(`${name}.scale`, new Tensor(scale, mean.shape))]);
  return graph.add('Add', [scaled, graph.weights(`${name}.shift`, new Tensor(shift, mean.shape))]);
};

/** In training alone it does something. */
const nothing: Row = (_, x) => x;

const unmasked: Row = ({ layer, note }, x) => {
  note(`Left out the mask of '${layer.name}': padding counts there as any other step.`);
  return x;
};

const only = (outputs: string | string[]) => [outputs].flat()[0]!;

/** Every step of every sample as a sample: `[B, T, ...]` to `[B T, ...]`, and back. */
const atEveryStep = (row: Row): Row => (asked, x) => {
  const { graph, rank } = asked;
  const from = (shape: string, begin: number, end: number) => graph.add('Slice', [graph.add('Shape', [shape]), graph.ints(begin), graph.ints(end)]);
  const merged = graph.add('Reshape', [x, graph.add('Concat', [graph.ints(-1), from(x, 2, 9)], { axis: 0 })]);
  const y = only(row({ ...asked, rank: rank - 1 }, merged));
  return graph.add('Reshape', [y, graph.add('Concat', [from(x, 0, 2), from(y, 1, 9)], { axis: 0 })]);
};

/** Images `[B, height, width, channels]`, also at every step. */
const ofImages = (row: Row): Row => (asked, x) => (asked.rank > 4 ? atEveryStep(row) : row)(asked, x);

const timeDistributed: Row = (asked, x) => {
  const { layer, name } = asked.layer as SavedLayer & { layer: SavedLayer };
  return atEveryStep(rows[layer.type]!)({ ...asked, layer: { ...layer, name } as SavedLayer }, x);
};

/** One of several, all alike. */
const merge = (operator: string): Row => ({ graph }, x, ...more) => more.reduce((all, one) => graph.add(operator, [all, one]), x);

/** A row a layer, by its type. */
export const rows: Record<string, Row> = {
  embedding(asked, x) {
    const { graph, layer, weight } = asked;
    if ((layer as { maskZero?: boolean }).maskZero) unmasked(asked, x);
    return graph.add('Gather', [graph.weights(`${layer.name}.weight`, weight('weight')!), x]);
  },
  lstm: recurrent,
  gru: recurrent,
  simpleRNN: recurrent,
  bidirectional,
  dense,
  dropout: nothing,
  spatialDropout1D: nothing,
  gaussianNoise: nothing,
  layerNormalization({ graph, layer, weight }, x) {
    const { name, epsilon = 1e-3 } = layer as { name: string; epsilon?: number };
    const [scale, shift] = ['weight', 'bias'].map((which) => graph.weights(`${name}.${which}`, weight(which)!));
    return graph.add('LayerNormalization', [x, scale!, shift!], { epsilon: { float: epsilon } });
  },
  batchNormalization,
  masking: unmasked,
  activation: ({ graph, layer }, x) => activated(graph, x, layer as object),
  conv1D: convolution(1),
  conv2D: ofImages(convolution(2)),
  maxPooling1D: pooling('MaxPool', 1),
  maxPooling2D: ofImages(pooling('MaxPool', 2)),
  averagePooling1D: pooling('AveragePool', 1),
  averagePooling2D: ofImages(pooling('AveragePool', 2)),
  globalMaxPooling1D: ({ graph }, x) => graph.add('ReduceMax', [x], { axes: [1], keepdims: 0 }),
  globalAveragePooling1D: ({ graph }, x) => graph.add('ReduceMean', [x], { axes: [1], keepdims: 0 }),
  zeroPadding1D({ graph, layer }, x) {
    const { padding = 1 } = layer as { padding?: number | readonly number[] };
    const [before, after] = typeof padding === 'number' ? [padding, padding] : padding;
    return graph.add('Pad', [x, graph.ints(0, before!, 0, 0, after!, 0)]);
  },
  flatten: ({ graph }, x) => graph.add('Reshape', [x, graph.ints(0, -1)]),
  reshape({ graph, layer }, x) {
    const { targetShape } = layer as { targetShape: readonly number[] };
    return graph.add('Reshape', [x, graph.ints(0, ...targetShape.map((extent) => extent || -1))]);
  },
  permute: ({ graph, layer }, x) => graph.add('Transpose', [x], { perm: [0, ...(layer as { dims: readonly number[] }).dims] }),
  repeatVector({ graph, layer }, x) {
    const { n } = layer as { n: number };
    return graph.add('Tile', [graph.add('Unsqueeze', [x, graph.ints(1)]), graph.ints(1, n, 1)]);
  },
  timeDistributed,
  add: merge('Add'),
  multiply: merge('Mul'),
  average: ({ graph }, ...all) => graph.add('Mean', all),
  concatenate: ({ graph }, ...all) => graph.add('Concat', all, { axis: -1 }),
  attention,
  additiveAttention: attention,
};
