// Names of what goes through a graph, in Python: in a chain x, else the layers' names.
import { type Drawn, statesOf } from '../../drawn.js';
import { keywords } from './attributes.js';

/** Names that the lines of a layer use among themselves. */
const taken = ['self', 'torch', 'nn', 'functional', 'a', 'b', 'h', 'c', 'both', 'every', 'steps', '_'];

/** Of each node: its outputs' names. */
export function variablesOf({ nodes, isChain }: Drawn): string[][] {
  const used = new Set([...taken, ...keywords]);
  const unique = (name: string): string => {
    const free = used.has(name) ? unique(`${name}_`) : name;
    used.add(free);
    return free;
  };
  return nodes.map((node) => {
    if (isChain) return ['x'];
    const name = unique(node.layer.name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_'));
    return [name, ...statesOf(node).map((part) => unique(`${name}_${part}`))];
  });
}
