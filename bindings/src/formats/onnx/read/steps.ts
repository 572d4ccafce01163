// The last step of what layers give: the recurrent one gives it alone, as whatever comes after works on every step.
import type { Layer } from '../../../api/layers.js';
import type { Node } from './graph.js';
import type { Entry, Flow, Part } from './values.js';

const cells = ['lstm', 'gru', 'simpleRNN'];
const ofEveryStep = ['dense', 'activation', 'layerNormalization', 'batchNormalization'];

export const isRecurrent = ({ layer: { type } }: Entry) => cells.includes(type) || type === 'bidirectional';

/** The layer with some of its options, or of the layer in it, as given. */
export function withOptions(entry: Entry, options: object): Entry {
  const { layer } = entry as { layer: { type: string; layer?: object } };
  const changed = layer.type === 'bidirectional' ? { ...layer, layer: { ...layer.layer, ...options } } : { ...layer, ...options };
  return { ...entry, layer: changed as Layer };
}

/** `end`: the step is the last one that lies there, else the first. */
export function lastStep(node: Node, flow: Flow, { entries, half, ...part }: Part, end: boolean): Part {
  const at = entries.findLastIndex(isRecurrent);
  const entry = entries[at];
  const rest = entries.slice(at + 1);
  if (!entry || !rest.every(({ layer }) => ofEveryStep.includes(layer.type))) throw node.refuse('a step of what a recurrent layer gives', 'one of something else');
  if (entry.layer.type === 'bidirectional' && half === undefined) {
    throw node.refuse('the last step of each direction', 'one where the other direction has just begun', 'the final states (Y_h, h_n) are the last steps of both');
  }
  const readsTo = (half === 1) === flow.reversed;
  if (readsTo !== end) throw node.refuse('the step that the layer comes to', 'the one that it begins with');
  return { ...part, ...(half !== undefined && { half }), entries: [...entries.slice(0, at), withOptions(entry, { returnSequences: false }), ...rest] };
}
