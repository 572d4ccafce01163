// Nodes that are one after the other, as layers of a sequential model.
import type { Flow, Network } from './network.js';
import type { Json } from './options.js';
import type { Shape } from './kind.js';

/** The layers, if each reads the one before it alone. */
export function chainOf({ nodes, outputs, notes }: Network): Json[] | undefined {
  const isFrom = (flows: Flow[], node: number) => flows.length === 1 && flows[0]!.node === node && flows[0]!.output === 0;
  const [input, ...others] = nodes;
  if (!(others[0] && canBeFirst(others[0].layer))) return undefined;
  const isChain = others.every((node, n) => isFrom(node.inputs, n) && node.states.length === 0 && node.again === undefined && node.layer.returnState !== true);
  if (!isChain || input?.layer.type !== 'input' || !isFrom(outputs, others.length)) return undefined;
  const layers: Json[] = [];
  for (const { layer } of others) add(layers, layer, notes);
  return layers.map((layer, n) => (n === 0 ? reading(layer, input.layer.shape as Shape) : layer));
}

/** Adds a layer, or to the one before it what it is. */
function add(layers: Json[], layer: Json, notes: string[]): void {
  const before = layers.at(-1);
  if (!before && drops.includes(layer.type as string)) {
    notes.push(`${layer.type} '${layer.name}' is dropped, for it comes first`);
  } else if (before && layer.type === 'activation' && hasActivation(before) && isLinear(before)) {
    layers[layers.length - 1] = { ...before, activation: layer.activation };
  } else {
    layers.push(layer);
  }
}

const canBeFirst = ({ type }: Json) => !['activation', 'layerNormalization'].includes(type as string);

const drops = ['dropout', 'spatialDropout1D'];

/** Dense layers and convolutions have one of their own. */
const hasActivation = ({ type }: Json) => ['dense', 'conv1D', 'conv2D'].includes(type as string);

const isLinear = ({ activation = 'linear' }: Json) => activation === 'linear';

/** A first layer: it says what it reads, but for an embedding, which reads tokens. */
function reading(layer: Json, inputShape: Shape): Json {
  if (layer.type === 'embedding') return layer;
  if (layer.type !== 'bidirectional') return { ...layer, inputShape };
  return { ...layer, layer: { ...(layer.layer as Json), inputShape } };
}
