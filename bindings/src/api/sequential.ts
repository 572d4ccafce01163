// Layers one after the other.
import { withModule } from '../start/init.js';
import { expectNoMore, expectOptions } from '../values/expect.js';
import type { Input } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import { tape } from '../wire/tape.js';
import { LayersModel } from './layers-model.js';
import { type SequentialOptions, sequentialNames } from './sequential-options.js';

/** A stack of layers. Made by {@link sequential} or {@link loadModel}. */
export class Sequential extends LayersModel<Input, Tensor> {}

/**
 * Builds a model with freshly drawn weights.
 * @throws TypeError or RangeError for layers that do not fit each other, or a wrong option of one.
 */
export async function sequential(options: SequentialOptions, ...more: undefined[]): Promise<Sequential> {
  expectOptions(options, 'sequential', sequentialNames);
  expectNoMore(more, 'sequential');
  return withModule((raw, threads) => new Sequential(raw, raw.newModel(tape(options), threads)));
}
