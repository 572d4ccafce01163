// Nodes as a graph of layers that are applied to what earlier ones give.
import { input, type ModelOptions, type SymbolicTensor } from '../../api/graph.js';
import { layers } from '../../api/layers.js';
import type { Flow, Network } from './network.js';
import type { Json } from './options.js';
import type { Shape } from './kind.js';

interface Applicable {
  apply(x: SymbolicTensor[], options?: { initialState: SymbolicTensor[] }): SymbolicTensor | SymbolicTensor[];
}

/** Ours by its description. */
const made = ({ type, ...options }: Json) => (layers as unknown as Record<string, (options: Json) => Applicable>)[type as string]!(options);

/** What makes a model of them. */
export function graphOf({ nodes, inputs, outputs }: Network): ModelOptions {
  const readsTokens = new Set(nodes.filter(({ layer }) => layer.type === 'embedding').flatMap((node) => node.inputs.map((flow) => flow.node)));
  const applied: Applicable[] = [];
  const given: SymbolicTensor[][] = [];
  const at = (flow: Flow) => given[flow.node]![flow.output]!;
  for (const [n, { layer, inputs: from, states, again }] of nodes.entries()) {
    if (layer.type === 'input') {
      const { name, shape } = layer as { name: string; shape: Shape };
      given.push([input({ name, shape: shape as [number], ...(readsTokens.has(n) && { dtype: 'int32' }) })]);
      continue;
    }
    applied[n] = again === undefined ? made(layer) : applied[again]!;
    given.push([applied[n]!.apply(from.map(at), states.length > 0 ? { initialState: states.map(at) } : undefined)].flat());
  }
  return { inputs: inputs.map((node) => given[node]![0]!), outputs: outputs.map(at) };
}
