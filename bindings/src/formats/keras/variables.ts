// The variables of a layer in a file.
import { product } from '../../values/input.js';
import { Tensor } from '../../values/tensor.js';
import type { Kind, Shape, Variable } from './kind.js';
import type { Json } from './options.js';

/** A variable that was found, not yet read. */
export interface Found {
  shape: readonly number[];
  read(): Tensor;
}

/** Those of one layer. */
export interface Variables {
  /** By Keras's name, and the parts of the layer that it is in. Undefined where there is none, or more than one. */
  find(name: string, within: readonly string[]): Found | undefined;
  /** The names of those that nobody asked for. */
  left(): string[];
}

const fits = (wanted: Shape, { shape }: Found) =>
  wanted.length === shape.length && wanted.every((extent, axis) => extent === null || extent === shape[axis]);

const told = (shape: Shape) => `[${shape.map((extent) => extent ?? 'any').join(', ')}]`;

/** A layer's weights by our names. Throws TypeError where the file has others than it says. */
export function weightsOf(kind: Kind, layer: Json, input: Shape, config: Json, file: Variables, where: string): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const variable of kind.variables?.(layer, input, config) ?? []) {
    const read = variable.read(valuesOf(variable, file, where));
    variable.ours.forEach((name, n) => {
      weights[`${layer.name}.${name}`] = read[n]!;
    });
  }
  const left = file.left();
  if (left.length === 0) return weights;
  throw new TypeError(`lstm: expected no further variables of ${where}, got ${left.join(', ')}`);
}

function valuesOf(variable: Variable, file: Variables, where: string): Tensor {
  if (variable.constant === undefined) return found(variable, file, where).read();
  const shape = variable.shape as number[];
  return new Tensor(new Float32Array(product(shape)).fill(variable.constant), shape);
}

function found({ name, shape, within = [] }: Variable, file: Variables, where: string): Found {
  const its = file.find(name, within);
  const path = [...within, name].join('/');
  if (!its) throw new TypeError(`lstm: expected ${path} of ${where} in the file, got ${file.left().join(', ') || 'none'}`);
  if (fits(shape, its)) return its;
  throw new TypeError(`lstm: expected ${path} of ${where} to be of shape ${told(shape)}, got ${told(its.shape)}`);
}

/** A variable by a path such as `bidirectional/forward_lstm/lstm_cell/kernel:0`. */
export interface NamedVariable extends Found {
  path: string;
}

/** Of files that name them: Keras's HDF5, and TensorFlow.js. */
export class NamedVariables implements Variables {
  readonly #left: Set<NamedVariable>;

  constructor(variables: NamedVariable[]) {
    this.#left = new Set(variables);
  }

  find(name: string, within: readonly string[]): Found | undefined {
    const [found, ...others] = [...this.#left].filter(({ path }) => isIn(path.split('/'), name, within));
    if (!found || others.length > 0) return undefined;
    this.#left.delete(found);
    return found;
  }

  left(): string[] {
    return [...this.#left].map(({ path }) => path);
  }
}

const sides = ['forward', 'backward'];

/** A cell's and a wrapped layer's own names tell nothing; those of both directions begin with them. */
function isIn(path: string[], name: string, within: readonly string[]): boolean {
  const isNamed = path.at(-1)!.replace(/:0$/, '') === name;
  return isNamed && within.every((part) => !sides.includes(part) || path.some((segment) => segment.startsWith(`${part}_`)));
}
