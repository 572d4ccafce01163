// Layers models of TensorFlow.js.
import type { Sequential } from '../../api/sequential.js';
import { expectNoMore } from '../../values/expect.js';
import type { Imported } from '../imported.js';
import { graphMakersOf, type Loadable, type OpenGraphOptions } from '../makers.js';
import type { KerasFile } from './file.js';
import { opened } from './opened.js';
import type { Json } from './options.js';
import { type Loaded, loaded, type TfjsSource } from './tfjs-source.js';
import type { KerasLayer } from './topology.js';
import { type NamedVariable, NamedVariables } from './variables.js';

/**
 * Opens a layers model of TensorFlow.js, saved by it or converted from Keras: the address of its
 * model.json, or its files, or what loads it in TensorFlow.js. Layers one after the other are a `Sequential`,
 * others a `Model`, as which TypeScript takes it where it is told: `fromTfjs<Model>(source)`.
 * @throws TypeError for what is no such model, or a layer, option or value that there is not here; it says
 * which. Error for an address without a file.
 */
export async function fromTfjs<Model extends Loadable = Sequential>(
  source: TfjsSource,
  options: OpenGraphOptions<Model> = {},
  ...more: undefined[]
): Promise<Imported<Model>> {
  expectNoMore(more, 'fromTfjs');
  const makers = await graphMakersOf(options, 'fromTfjs');
  return opened(fileOf(await loaded(source)), makers);
}

/** Saved by TensorFlow.js, the topology is the model; converted from Keras, it holds it. */
function fileOf({ topology, variables }: Loaded): KerasFile {
  const { model_config, keras_version, node } = (topology ?? {}) as Json;
  if (node !== undefined) {
    throw new TypeError('lstm: expected a layers model in fromTfjs, got a graph model: convert the Keras model again, with --output_format tfjs_layers_model');
  }
  return {
    model: model_config ?? topology,
    version: String(keras_version),
    variables: (layer) => new NamedVariables(variablesOf(layer, variables)),
  };
}

/** They begin with the layer's name, or the model's and the layer's, or that of a layer in it. */
function variablesOf(layer: KerasLayer, variables: NamedVariable[]): NamedVariable[] {
  const its = ({ path }: NamedVariable, name: string, place: number) => path.split('/')[place] === name;
  for (const place of [0, 1]) {
    const found = variables.filter((variable) => its(variable, layer.name, place));
    if (found.length > 0) return found;
  }
  return variables.filter((variable) => namesIn(layer).some((name) => its(variable, name, 0)));
}

/** Of a wrapped layer, and of its halves. */
function namesIn({ config }: KerasLayer): string[] {
  const names = [config.layer, config.backward_layer].map((its) => ((its as Json | undefined)?.config as Json | undefined)?.name);
  return names.flatMap((name) => (typeof name === 'string' ? [name, `forward_${name}`, `backward_${name}`] : []));
}
