// A model as a graph; a chain is one, too. What is written in formats that have graphs is read from here.
import { type Cell, parts } from '../api/layers.js';
import type { Loss } from '../api/sequential-options.js';
import type { Tensor } from '../values/tensor.js';
import { rankAfter } from './ranks.js';
import { chainOf, readSaved, type Said, type Savable, type SavedLayer, type SavedNode } from './saved.js';

/** One of the outputs of a node, both counted from 0. */
export interface Source {
  node: number;
  output: number;
}

/** A layer on what earlier nodes give; an input has no sources. */
export interface DrawnNode {
  /** Of a layer that is used again the same object. */
  layer: SavedLayer;
  from: readonly Source[];
  /** Axes of its first output, the batch's included. */
  rank: number;
}

export interface Drawn {
  nodes: readonly DrawnNode[];
  outputs: readonly Source[];
  isChain: boolean;
  /** Of a model of text. */
  isText: boolean;
  /** As it was compiled, if it was: a loss for each output. */
  compile?: { losses: readonly Loss[]; lossWeights?: readonly number[]; optimizer: Record<string, unknown> };
  /** By the names of the state dict. */
  weights: ReadonlyMap<string, Tensor>;
}

/** Of an input: its shape without the batch. Tokens are one number a step. */
export interface DrawnInput {
  name: string;
  tokens: boolean;
  shape: readonly (number | null)[];
}

export function inputOf({ layer }: DrawnNode): DrawnInput | undefined {
  const { type, name, dtype, shape } = layer as unknown as { type: string; name: string; dtype?: string; shape: (number | null)[] };
  if (type !== 'input') return undefined;
  return dtype === 'int32' ? { name, tokens: true, shape: shape.slice(0, -1) } : { name, tokens: false, shape };
}

/** The parts of the state that a layer gives beside its output. */
export function statesOf({ layer }: DrawnNode): string[] {
  const { type, returnState, layer: inner } = layer as { type: string; returnState?: boolean; layer?: SavedLayer };
  if (type === 'bidirectional') return ['', 'back_'].flatMap((half) => statesOf({ layer: inner! } as DrawnNode).map((part) => half + part));
  return returnState ? [...parts[type as Cell]] : [];
}

function sourceOf(text: string): Source {
  const [node, output = '0'] = text.split('.');
  return { node: Number(node), output: Number(output) };
}

/** A chain's first layer says what comes in. */
function chained(layers: readonly SavedLayer[]): SavedNode[] {
  const { type, inputShape, layer } = layers[0] as { type: string; inputShape?: unknown; layer?: { inputShape?: unknown } };
  const given = type === 'embedding' ? { shape: [null, 1], dtype: 'int32' } : { shape: inputShape ?? layer!.inputShape };
  return [{ type: 'input', name: 'input', ...given }, ...layers.map((its, n) => ({ ...its, from: [String(n)] }))];
}

function nodesOf(saved: readonly SavedNode[]): DrawnNode[] {
  const nodes: DrawnNode[] = [];
  for (const { from = [], ...layer } of saved) {
    const its = layer.type === 'shared' ? nodes[layer.of as number]!.layer : (layer as unknown as SavedLayer);
    const sources = from.map(sourceOf);
    const node = { layer: its, from: sources, rank: 0 };
    const input = inputOf(node);
    const first = sources[0] && (sources[0].output > 0 ? 2 : nodes[sources[0].node]!.rank);
    nodes.push({ ...node, rank: input ? input.shape.length + 1 : rankAfter(its, first!) });
  }
  return nodes;
}

const compiled = ({ loss, losses = [loss!], lossWeights, optimizer }: NonNullable<Said['compile']>) =>
  ({ losses, optimizer, ...(lossWeights && { lossWeights }) });

/** `where` names the call. @throws TypeError for what is no model. */
export async function drawnBy(model: Savable, where: string): Promise<Drawn> {
  const { said, weights } = await readSaved(model, where);
  const graph = said.model?.outputs ? said.model : undefined;
  const nodes = nodesOf(graph?.layers ?? chained(chainOf(said)));
  return {
    nodes,
    outputs: graph?.outputs.map(sourceOf) ?? [{ node: nodes.length - 1, output: 0 }],
    isChain: graph === undefined,
    isText: said.languageModel !== undefined,
    ...(said.compile && { compile: compiled(said.compile) }),
    weights,
  };
}
