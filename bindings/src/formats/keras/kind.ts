// What a kind of layer is in Keras and here, both ways.
import type { Tensor } from '../../values/tensor.js';
import type { Json, Option } from './options.js';

/** Extents of what a layer reads or gives, without the batch; null where any will do. */
export type Shape = readonly (number | null)[];

/** One of a layer's variables. */
export interface Variable {
  /** Keras's. */
  name: string;
  /** The parts of the layer that it is in, as .keras files name them: a cell, a direction. */
  within?: readonly string[];
  /** In Keras; null where any will do. */
  shape: Shape;
  /** The file has none: it is this throughout. */
  constant?: number;
  /** Of our parameters, behind the layer's name. */
  ours: readonly string[];
  /** Ours of Keras's. */
  read(values: Tensor): Tensor[];
  /** Keras's of ours. */
  write(tensors: Tensor[]): Tensor;
}

/** A kind of layer. */
export interface Kind {
  /** Ours. */
  type: string;
  /** By Keras's names. */
  options: Record<string, Option>;
  /** What of ours it always is. */
  always?: Json;
  /** In Keras's order. `config`: Keras's options, none where it is written. */
  variables?(layer: Json, input: Shape, config: Json): Variable[];
  /** What it gives for what it reads; `inputs`: all, where it may read several. */
  output(layer: Json, input: Shape, inputs: readonly Shape[]): Shape;
  /** Does it read several inputs? */
  joins?: boolean;
  /** Of a layer with states, those that it gives beside. What else it reads, it begins with. */
  states?(layer: Json): Shape[];
}

/** A variable that is one of our parameters. */
export function variable(name: string, shape: Shape, ours: string, read = same, write = read): Variable {
  return { name, shape, ours: [ours], read: (values) => [read(values)], write: ([tensor]) => write(tensor!) };
}

const same = (values: Tensor) => values;

/** The last axis, of which there is at least one. */
export const features = (shape: Shape): number | null => shape.at(-1) ?? null;

/** The same with another last axis. */
export const withFeatures = (shape: Shape, units: unknown): Shape => [...shape.slice(0, -1), units as number];
