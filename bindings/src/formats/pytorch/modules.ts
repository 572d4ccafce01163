// A state dict as a list of modules: what a layer has, by the names that its one layer would have.
import type { StoredTensor } from './tensors.js';
import type { Tensor } from '../../values/tensor.js';

export type AnyTensor = Tensor | StoredTensor;

export interface Module {
  /** Of an `nn.LSTM` of several layers the second is `lstm_1`, and so on. */
  name: string;
  /** By what comes after the module's name, `weight_ih_l0` of every layer of several. */
  parameters: Map<string, AnyTensor>;
}

/** `weight_ih_l1_reverse` of `rnn`; the cells of PyTorch, `nn.LSTMCell`, have no `_l0`. */
const recurrent = /^(?:(.*)\.)?((?:weight|bias)_(?:ih|hh|hr))(?:_l(\d+))?(_reverse)?$/;

/** Whose it is, and which of its. */
function placeOf(name: string): { module: string; parameter: string } {
  const [, prefix = '', kind, layer = '0', reverse = ''] = recurrent.exec(name) ?? [];
  if (kind) return { module: layer === '0' ? prefix : `${prefix}_${layer}`, parameter: `${kind}_l0${reverse}` };
  const dot = name.lastIndexOf('.');
  return { module: name.slice(0, Math.max(dot, 0)), parameter: name.slice(dot + 1) };
}

/** In the order of the dict. */
export function modulesOf(dict: ReadonlyMap<string, AnyTensor>): Module[] {
  const modules = new Map<string, Module>();
  for (const [name, tensor] of dict) {
    const { module, parameter } = placeOf(name);
    if (!modules.has(module)) modules.set(module, { name: module, parameters: new Map() });
    modules.get(module)!.parameters.set(parameter, tensor);
  }
  return [...modules.values()];
}

/** Without what all of their names begin with: `module.` of nn.DataParallel, `model.` of who wraps one. */
export function stripped(modules: Module[]): Module[] {
  const [first] = modules[0]?.name.split('.', 1) ?? [];
  const common = modules.length > 1 && modules.every(({ name }) => name.startsWith(`${first}.`));
  if (!common) return modules;
  return stripped(modules.map(({ name, parameters }) => ({ name: name.slice(first!.length + 1), parameters })));
}

/** A module in words: `lstm (weight_ih_l0 [16, 1], ...)`. */
export function described({ name, parameters }: Module): string {
  const list = [...parameters].map(([parameter, { shape }]) => `${parameter} [${shape.join(', ')}]`);
  return `${name || 'unnamed'} (${list.join(', ')})`;
}
