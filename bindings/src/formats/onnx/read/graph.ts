// A file of ONNX: its nodes, in the order of computation, and what they begin with.
import { Message } from '../protobuf.js';
import { constantOf } from './tensors.js';
import type { Constant } from './values.js';

/** Operators of others come with the name of their domain. */
function nameOf(node: Message): string {
  const domain = node.text(7);
  return domain === '' || domain === 'ai.onnx' ? node.text(4) : `${domain}.${node.text(4)}`;
}

export class Node {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #attributes: Map<string, Message>;

  constructor(
    readonly message: Message,
    operator = nameOf(message),
  ) {
    this.operator = operator;
    this.name = message.text(3);
    this.inputs = message.texts(1);
    this.outputs = message.texts(2);
    this.#attributes = new Map(message.messages(5).map((attribute) => [attribute.text(1), attribute]));
  }

  /** The same with another operator. */
  as = (operator: string): Node => new Node(this.message, operator);

  /** In an error's words. */
  get words(): string {
    return `${this.operator} '${this.name || this.outputs[0] || ''}'`;
  }

  has(attribute: string): boolean {
    return this.#attributes.has(attribute);
  }

  int(attribute: string, otherwise: number): number {
    return this.#attributes.get(attribute)?.int(3, 0) ?? otherwise;
  }

  float(attribute: string, otherwise: number): number {
    return this.#attributes.get(attribute)?.floats(2)[0] ?? otherwise;
  }

  text(attribute: string, otherwise: string): string {
    return this.#attributes.get(attribute)?.text(4) ?? otherwise;
  }

  ints(attribute: string): number[] | undefined {
    return this.#attributes.get(attribute)?.ints(8).map(Number);
  }

  floats(attribute: string): number[] {
    return this.#attributes.get(attribute)?.floats(7) ?? [];
  }

  texts(attribute: string): string[] | undefined {
    return this.#attributes.get(attribute)?.texts(9);
  }

  tensor(attribute: string): Constant | undefined {
    const message = this.#attributes.get(attribute);
    return message?.has(5) ? constantOf(message.message(5), this.name) : undefined;
  }

  /** @throws TypeError, naming the node. `wanted`: what a chain of layers has here. */
  refuse(wanted: string, came = '', advice = ''): TypeError {
    return new TypeError(`lstm: expected ${wanted}, got ${this.words}${came && ` with ${came}`}${advice && `; ${advice}`}`);
  }
}

/** Of an input: its name, and the extent of each axis, NaN where any fits. */
export interface Input {
  name: string;
  shape: number[];
}

export interface OnnxGraph {
  nodes: Node[];
  constants: Map<string, Constant>;
  /** Those that are no constants. */
  inputs: Input[];
  outputs: string[];
  opset: number;
}

function inputOf(info: Message): Input {
  const dims = info.message(2).message(1).message(2).messages(1);
  return { name: info.text(1), shape: dims.map((dim) => (dim.has(1) && dim.int(1) > 0 ? dim.int(1) : Number.NaN)) };
}

/** @throws TypeError for bytes that are no such file. */
export function graphOf(bytes: Uint8Array): OnnxGraph {
  const model = new Message(bytes);
  const opset = model.messages(8).find((one) => ['', 'ai.onnx'].includes(one.text(1)))?.int(2) ?? 0;
  const graph = model.message(7);
  const nodes = graph.messages(1).map((node) => new Node(node));
  if (nodes.length === 0 || opset === 0) throw new TypeError('lstm: expected a file of ONNX with a graph and an opset, got one without');
  const constants = new Map(graph.messages(5).map((tensor) => [tensor.text(8), constantOf(tensor, tensor.text(8))]));
  return {
    nodes,
    constants,
    inputs: graph.messages(11).map(inputOf).filter(({ name }) => !constants.has(name)),
    outputs: graph.messages(12).map((output) => output.text(1)),
    opset,
  };
}

/** The nodes that an output needs, in the file's order. `skipped`: inputs of a node that are not looked at. */
export function needed({ nodes }: OnnxGraph, output: string, skipped: (node: Node, input: number) => boolean): Node[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const found = new Set<Node>();
  const ahead = [output];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const node = makers.get(name);
    if (!node || found.has(node)) continue;
    found.add(node);
    ahead.push(...node.inputs.filter((input, n) => input !== '' && !skipped(node, n)));
  }
  return nodes.filter((node) => found.has(node));
}
