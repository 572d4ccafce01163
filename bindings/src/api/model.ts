// Layers joined as a graph.
import { withModule } from '../start/init.js';
import { expectNoMore } from '../values/expect.js';
import type { Tensor } from '../values/tensor.js';
import { tape } from '../wire/tape.js';
import type { Data } from './data.js';
import { describedGraph, type ModelOptions } from './graph.js';
import { LayersModel } from './layers-model.js';

/**
 * A graph of layers. Made by {@link model} or {@link loadModel}. Its data are an array in the order of its inputs or
 * outputs, or an object of them by the names of `input()` and of the layers that outputs come from; of one alone also
 * itself. Of several outputs it predicts an array.
 */
export class Model extends LayersModel<Data, Tensor | Tensor[]> {}

/** A graph as it crosses to where it is made, which is a worker or here. */
export async function modelOf(graph: object): Promise<Model> {
  return withModule((raw, threads) => new Model(raw, raw.newModel(tape(graph), threads)));
}

/**
 * Builds a model of layers that were applied to what others gave, with freshly drawn weights.
 * @throws TypeError or RangeError for layers that do not fit each other, or a wrong option of one.
 */
export async function model(options: ModelOptions, ...more: undefined[]): Promise<Model> {
  expectNoMore(more, 'model');
  return modelOf(describedGraph(options));
}
