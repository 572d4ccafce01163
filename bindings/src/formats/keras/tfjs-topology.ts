// A model of ours as TensorFlow.js's: layers one after the other, or a graph.
import type { Tensor } from '../../values/tensor.js';
import { chainOf, type Said } from '../saved.js';
import type { Json } from './options.js';
import { asOurs, type Flow, inner, inputOf, type Ours, Writer } from './tfjs-layers.js';

/** A model in TensorFlow.js's words. */
export interface Exported {
  topology: Json;
  variables: [string, Tensor][];
  notes: string[];
}

/** Throws TypeError for a layer that TensorFlow.js has not. */
export function exported(said: Said, weights: ReadonlyMap<string, Tensor>): Exported {
  const outputs = said.model?.outputs;
  const ours = asOurs(outputs ? said.model!.layers : chainOf(said));
  const writer = new Writer(weights);
  const carries = ours.some((layer) => inner(layer).stateful === true);
  const batch = carries ? 1 : null;
  const model = outputs ? graph(ours, outputs, writer, batch) : chain(ours, writer, batch);
  return {
    topology: { ...model, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js' },
    variables: writer.variables,
    notes: carries ? ['Made it for one sequence at a time, as TensorFlow.js wants to know of a model that carries states.'] : [],
  };
}

function chain(layers: Ours[], writer: Writer, batch: number | null): Json {
  const start = inputOf(layers[0]!);
  let flow: Flow = { shape: start, isMasked: false };
  const written = layers.map((ours, n) => {
    const { layer, outputs } = writer.write(ours, [flow]);
    flow = outputs[0]!;
    const config = n === 0 ? { ...layer.config, batch_input_shape: [batch, ...start] } : layer.config;
    return { ...layer, config };
  });
  return { class_name: 'Sequential', config: { name: 'sequential', layers: written } };
}

/** A layer's call, and what it gives. */
interface Called {
  name: string;
  call: number;
  outputs: Flow[];
}

function graph(layers: Ours[], ends: string[], writer: Writer, batch: number | null): Json {
  const written = new Map<string, Json & { inbound_nodes: unknown[] }>();
  const called: Called[] = [];
  const at = (source: string) => {
    const [layer, output = 0] = source.split('.').map(Number) as [number, number?];
    return { ...called[layer]!, output };
  };
  for (const ours of layers) {
    const from = ((ours.from ?? []) as string[]).map(at);
    const first = ours.type === 'shared' ? layers[ours.of as number]! : ours;
    const inputs = from.map(({ outputs, output }) => outputs[output]!);
    const { layer, outputs } = first.type === 'input' ? inputLayer(first, batch) : writer.write(first, inputs);
    const known = written.get(first.name) ?? { ...layer, name: first.name, inbound_nodes: [] };
    called.push({ name: first.name, call: Math.max(0, known.inbound_nodes.length), outputs });
    if (from.length > 0) known.inbound_nodes.push(from.map(({ name, call, output }) => [name, call, output, {}]));
    written.set(first.name, known);
  }
  const inputs = layers.filter(({ type }) => type === 'input').map(({ name }) => [name, 0, 0]);
  const outputs = ends.map(at).map(({ name, call, output }) => [name, call, output]);
  return { class_name: 'Model', config: { name: 'model', layers: [...written.values()], input_layers: inputs, output_layers: outputs } };
}

/** Tokens have no features there. */
function inputLayer({ name, shape, dtype }: Ours, batch: number | null) {
  const its = dtype === 'int32' ? (shape as number[]).slice(0, 1) : (shape as number[]);
  const config = { name, batch_input_shape: [batch, ...its], dtype, sparse: false };
  return { layer: { class_name: 'InputLayer', config }, outputs: [{ shape: its, isMasked: false }] };
}
