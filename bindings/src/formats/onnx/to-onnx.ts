// A model as an ONNX file, for any runtime of it.
import { expectNoMore } from '../../values/expect.js';
import { rankAfter } from '../ranks.js';
import { type Savable, type Saved, savedBy, type SavedLayer } from '../saved.js';
import { field, joined } from './protobuf.js';
import { Graph } from './write/graph.js';
import { rows } from './write/rows.js';

declare const LSTM_VERSION: string; // from package.json, by the build

/** What {@link toOnnx} gives. */
export interface OnnxFile {
  /** The bytes of an .onnx file: opset 17, IR version 8. Its input is `input`, its output `output`. */
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

/** What the first layer reads. */
function inputOf(first: SavedLayer): { kind: number; shape: (string | number)[] } {
  if (first.type === 'embedding') return { kind: int32, shape: ['batch', 'time'] };
  const { inputShape, layer } = first as { inputShape?: (number | null)[]; layer?: { inputShape?: (number | null)[] } };
  return { kind: float32, shape: ['batch', ...(inputShape ?? layer!.inputShape!).map((extent) => extent ?? 'time')] };
}

function written({ layers, weights }: Saved, notes: string[]): Uint8Array {
  const graph = new Graph();
  const { kind, shape } = inputOf(layers[0]!);
  let [x, rank] = ['input', shape.length];
  for (const layer of layers) {
    const row = rows[layer.type];
    if (!row) throw new TypeError(`lstm: expected layers that can be written in ONNX (${Object.keys(rows).join(', ')}), got '${layer.name}' (${layer.type})`);
    x = row({ graph, layer, rank, weight: (name) => weights.get(`${layer.name}.${name}`), note: (sentence) => notes.push(sentence) }, x);
    rank = rankAfter(layer, rank);
  }
  graph.add('Identity', [x], {}, 0, 'output');
  const steps = Array.from({ length: rank - 1 }, () => undefined);
  return joined([
    field.int(1, irVersion),
    field.text(2, 'lstm-wasm'),
    field.text(3, LSTM_VERSION),
    field.message(7, [
      ...graph.nodes,
      field.text(2, 'lstm-wasm'),
      ...graph.constants,
      valueInfo(11, 'input', kind, shape),
      valueInfo(12, 'output', float32, ['batch', ...steps]),
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
  return { model: written(await savedBy(model, 'toOnnx'), notes), notes };
}
