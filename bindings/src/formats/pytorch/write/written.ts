// What a row of the table is asked, and gives.
import type { SavedLayer } from '../../saved.js';

export interface Asked {
  layer: SavedLayer;
  /** Axes of its input, the batch's included. */
  rank: number;
  /** The shape of its parameter of that name, if it has it. */
  shape(parameter: string): readonly number[] | undefined;
  note(sentence: string): void;
}

/** A layer in Python. */
export interface Written {
  /** What makes its module, if it has one. */
  module?: string;
  /** The lines that make y, and the states after it, of x and what else comes in; `self` is the module. */
  run(inputs: readonly string[], outputs: readonly string[], self: string): string[];
  /** What its output x goes through in the end: apart, for a loss may want what comes before. */
  activation?: string;
}

const python = (value: unknown): string => {
  if (Array.isArray(value)) return `(${value.join(', ')})`;
  return value === true ? 'True' : value === false ? 'False' : typeof value === 'string' ? JSON.stringify(value) : String(value);
};

/** A call of a module's maker, without the options that are undefined. */
export function call(maker: string, args: readonly unknown[], options: Record<string, unknown> = {}): string {
  const named = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${python(value)}`));
  return `nn.${maker}(${[...args.map(python), ...named].join(', ')})`;
}

/** A module that x goes through. */
export const plain = (module: string): Written => ({ module, run: ([x], [y], self) => [`${y} = ${self}(${x})`] });

/** Something else that is made of what comes in. */
export const made = (value: (x: string, all: readonly string[]) => string): Written => ({ run: (inputs, [y]) => [`${y} = ${value(inputs[0]!, inputs)}`] });

/** An activation of x, of another name. */
export const named = (activation: string, x: string): string => activation.replaceAll(/\bx\b/g, x);
