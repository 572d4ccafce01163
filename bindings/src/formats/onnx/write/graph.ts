// A graph of ONNX as it grows: nodes in the order of computation, constants beside them.
import type { Tensor } from '../../../values/tensor.js';
import { field } from '../protobuf.js';

/** An attribute's value: a text, a whole number, another number, or several. */
export type Attribute = string | number | { float: number } | readonly string[] | readonly number[] | Float32Array;

const kinds = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 };
const float32 = 1;
const int64 = 7;

function written(value: Attribute): Uint8Array[] {
  const kind = (name: keyof typeof kinds) => field.int(20, kinds[name]);
  if (typeof value === 'string') return [field.text(4, value), kind('string')];
  if (typeof value === 'number') return [field.int(3, value), kind('int')];
  if ('float' in value) return [field.float(2, value.float), kind('float')];
  if (value instanceof Float32Array) return [...Array.from(value, (one) => field.float(7, one)), kind('floats')];
  if (typeof value[0] === 'string') return [...value.map((one) => field.text(9, one as string)), kind('strings')];
  return [...value.map((one) => field.int(8, one as number)), kind('ints')];
}

export class Graph {
  readonly nodes: Uint8Array[] = [];
  readonly constants: Uint8Array[] = [];
  readonly #weights = new Set<string>();
  #count = 0;

  /** @param taken - names of inputs and outputs */
  constructor(readonly taken: ReadonlySet<string>) {}

  /** A node of one output, by name. An input '' is left out. */
  add(operation: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}, name = this.#fresh(operation)): string {
    return this.several(operation, inputs, attributes, [name])[0]!;
  }

  /** A node of several outputs, by their names; '' is one that is not read. */
  several(operation: string, inputs: readonly string[], attributes: Record<string, Attribute>, outputs: readonly string[]): readonly string[] {
    this.nodes.push(
      field.message(1, [
        ...inputs.map((input) => field.text(1, input)),
        ...outputs.map((one) => field.text(2, one)),
        field.text(3, outputs.find((one) => one !== '')!),
        field.text(4, operation),
        ...Object.entries(attributes).map(([key, value]) => field.message(5, [field.text(1, key), ...written(value)])),
      ]),
    );
    return outputs;
  }

  /** One that nothing else has. */
  name = (of: string): string => this.#fresh(of);

  #fresh(operation: string): string {
    const name = `${operation}_${++this.#count}`;
    return this.taken.has(name) ? this.#fresh(operation) : name;
  }

  /** Weights, once, however often their layer is used. */
  weights(name: string, { data, shape }: Tensor): string {
    if (this.#weights.has(name)) return name;
    this.#weights.add(name);
    return this.#constant(name, float32, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  scalar(value: number): string {
    return this.#constant(`number_${++this.#count}`, float32, [], new Uint8Array(Float32Array.of(value).buffer));
  }

  /** Whole numbers in a row: axes, ends. */
  ints(...values: number[]): string {
    return this.#constant(`ints_${++this.#count}`, int64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** A whole number alone, which takes an axis away where it is an index. */
  index(value: number): string {
    return this.#constant(`index_${++this.#count}`, int64, [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
  }

  #constant(name: string, kind: number, shape: readonly number[], raw: Uint8Array): string {
    this.constants.push(field.message(5, [...shape.map((extent) => field.int(1, extent)), field.int(2, kind), field.text(8, name), field.bytes(9, raw)]));
    return name;
  }
}
