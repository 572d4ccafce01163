// A model as an ONNX file, for any runtime of it.
import { expectNoMore } from '../../values/expect.js';
import { type Drawn, type DrawnInput, drawnBy, inputOf } from '../drawn.js';
import type { Savable } from '../saved.js';
import { field, joined } from './protobuf.js';
import { Graph } from './write/graph.js';
import { rows } from './write/rows.js';

declare const LSTM_VERSION: string; // from package.json, by the build

/** What {@link toOnnx} gives. */
export interface OnnxFile {
  /**
   * The bytes of an .onnx file: opset 17, IR version 8. Its input is `input`, its output `output`; of a graph the inputs
   * have their names, and several outputs are `output_0_NAME`, ... by the names of their layers.
   */
  model: Uint8Array;
  /** What is otherwise there than here, each in a sentence. */
  notes: string[];
}

const irVersion = 8;
const opset = 17; // the first with LayerNormalization, read since ONNX Runtime 1.12
const float32 = 1;
const int32 = 6;

/** An input or output: names for the axes that any number fits, undefined for what is not said. */
function valueInfo(number: number, name: string, kind: number, shape: readonly (string | number | undefined)[]): Uint8Array {
  const extent = (one: string | number) => (typeof one === 'number' ? field.int(1, one) : field.text(2, one));
  const dims = shape.map((one) => field.message(1, one === undefined ? [] : [extent(one)]));
  return field.message(number, [field.text(1, name), field.message(2, [field.message(1, [field.int(1, kind), field.message(2, dims)])])]);
}

/** Of each node: its outputs, by name. */
function outputsOf({ nodes, weights }: Drawn, graph: Graph, notes: string[]): string[][] {
  const names: string[][] = [];
  for (const node of nodes) {
    const { layer, from } = node;
    const row = rows[layer.type];
    const note = (sentence: string) => notes.includes(sentence) || notes.push(sentence);
    if (inputOf(node)) names.push([layer.name]);
    else if (!row) throw new TypeError(`lstm: expected layers that can be written in ONNX (${Object.keys(rows).join(', ')}), got '${layer.name}' (${layer.type})`);
    else {
      const [x, ...more] = from.map((source) => names[source.node]![source.output]!);
      names.push([row({ graph, layer, rank: nodes[from[0]!.node]!.rank, weight: (name) => weights.get(`${layer.name}.${name}`), note }, x!, ...more)].flat());
    }
  }
  return names;
}

/** Outputs: their names, which no input has, and how many axes they have. */
function endsOf({ nodes, outputs }: Drawn, inputs: readonly DrawnInput[]): { name: string; rank: number }[] {
  return outputs.map(({ node, output }, n) => {
    const { layer, rank } = nodes[node]!;
    const name = outputs.length === 1 ? 'output' : `output_${n}_${layer.name}`;
    return { name: inputs.some((input) => input.name === name) ? `${name}_` : name, rank: output > 0 ? 2 : rank };
  });
}

function written(drawn: Drawn, notes: string[]): Uint8Array {
  const { nodes, outputs } = drawn;
  const inputs = nodes.flatMap((node) => inputOf(node) ?? []);
  const ends = endsOf(drawn, inputs);
  const graph = new Graph(new Set([...inputs, ...ends].map(({ name }) => name)));
  const names = outputsOf(drawn, graph, notes);
  outputs.forEach(({ node, output }, n) => graph.add('Identity', [names[node]![output]!], {}, ends[n]!.name));
  const time = (name: string) => (inputs.length > 1 ? `${name}_time` : 'time');
  return joined([
    field.int(1, irVersion),
    field.text(2, 'lstm-wasm'),
    field.text(3, LSTM_VERSION),
    field.message(7, [
      ...graph.nodes,
      field.text(2, 'lstm-wasm'),
      ...graph.constants,
      ...inputs.map(({ name, tokens, shape }) => valueInfo(11, name, tokens ? int32 : float32, ['batch', ...shape.map((extent) => extent ?? time(name))])),
      ...ends.map(({ name, rank }) => valueInfo(12, name, float32, ['batch', ...Array.from({ length: rank - 1 }, () => undefined)])),
    ]),
    field.message(8, [field.int(2, opset)]),
  ]);
}

/**
 * The model for prediction. Tokens are whole numbers of 32 bits. Dropout and noise, which do nothing then,
 * are left out.
 * @throws TypeError for layers that have no nodes, by name.
 */
export async function toOnnx(model: Savable, ...more: undefined[]): Promise<OnnxFile> {
  expectNoMore(more, 'toOnnx');
  const notes: string[] = [];
  return { model: written(await drawnBy(model, 'toOnnx'), notes), notes };
}
