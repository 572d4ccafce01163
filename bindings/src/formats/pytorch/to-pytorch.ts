// A model for PyTorch: its module as source, and a script that trains it on.
import { expectNoMore } from '../../values/expect.js';
import { drawnBy } from '../drawn.js';
import type { Savable } from '../saved.js';
import { moduleSource } from './write/module.js';
import { trainingSource } from './write/training.js';

/** What {@link toPyTorch} writes, beside the file that `save()` gives. */
export interface ForPyTorch {
  /** Of `model.py`: a class `Model`, and `load(path)`, which gives one with a saved file's weights. */
  model: string;
  /** Of `train.py`: trains it on under `torchrun`, with DistributedDataParallel, and writes a file that `loadModel` reads. */
  training: string;
  /** What is otherwise there than here, each in a sentence. */
  notes: string[];
}

/**
 * Python that computes what a model does. The weights are in the file of `save()`, by the same names.
 * @throws TypeError for what PyTorch's modules do not have, naming layer, option and value.
 */
export async function toPyTorch(model: Savable, ...more: undefined[]): Promise<ForPyTorch> {
  expectNoMore(more, 'toPyTorch');
  const drawn = await drawnBy(model, 'toPyTorch');
  const notes: string[] = [];
  const source = moduleSource(drawn, notes);
  const trains = drawn.compile !== undefined || drawn.isText;
  const rate = trains ? await model.getLearningRate() : 1e-3;
  return { model: source, training: trainingSource(drawn, rate, notes), notes };
}
