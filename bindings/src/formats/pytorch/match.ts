// Which module's weights are whose: a layer named as a module takes that one; else the first, in the file's
// order, of the same parameters and shapes.
import type { AnyTensor } from './modules.js';
import { described, type Module } from './modules.js';

export interface Pair {
  layer: Module;
  module: Module;
}

const signature = ({ parameters }: Module) =>
  [...parameters].map(([name, { shape }]) => `${name} [${shape.join(', ')}]`).sort().join(', ');

const listed = (modules: readonly Module[]) => modules.map(described).join(', ') || 'none';

/**
 * `named`: the layers whose names users gave; what a layer is called by itself says nothing, unless all are
 * modules.
 * @throws TypeError for layers without weights, and weights without layers.
 */
export function matched(layers: readonly Module[], modules: readonly Module[], named: ReadonlySet<string>): { pairs: Pair[]; notes: string[] } {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const all = layers.every(({ name }) => byName.has(name));
  const left = new Set(modules);
  const notes: string[] = [];
  const take = (layer: Module, module: Module) => {
    left.delete(module);
    return { layer, module };
  };
  const pairs = layers
    .map((layer) => {
      const module = all || named.has(layer.name) ? byName.get(layer.name) : undefined;
      if (!module) return { layer };
      if (signature(module) === signature(layer)) return take(layer, module);
      throw new TypeError(`lstm: expected weights of ${described(layer)}, got ${described(module)}`);
    })
    .map((pair) => ('module' in pair ? pair : take(pair.layer, firstFor(pair.layer, [...left], notes))));
  if (left.size > 0) throw new TypeError(`lstm: expected layers for all modules of the file, got none for ${listed([...left])}`);
  return { pairs, notes };
}

function firstFor(layer: Module, left: readonly Module[], notes: string[]): Module {
  const wanted = signature(layer);
  const [first, ...others] = left.filter((module) => signature(module) === wanted);
  if (!first) throw new TypeError(`lstm: expected weights of ${described(layer)} in the file, got ${listed(left)}`);
  notes.push(`Took '${first.name}' for '${layer.name}'${others.length > 0 ? `, the first of ${others.length + 1} of these shapes in the file` : ''}.`);
  return first;
}

/** The weights of the layers, by the names that they have here. */
export const renamed = (pairs: readonly Pair[]): [name: string, tensor: AnyTensor, theirs: string][] =>
  pairs.flatMap(({ layer, module }) =>
    [...layer.parameters.keys()].map((parameter): [string, AnyTensor, string] =>
      [`${layer.name}.${parameter}`, module.parameters.get(parameter)!, `${module.name}.${parameter}`]));
