// What an import gives, and how weights come into a model that it has built.
import type { Input } from '../values/input.js';
import type { Loadable } from './makers.js';

/** What was made of a file. */
export interface Imported<Model> {
  /** It predicts what the file's own engine does. */
  model: Model;
  /** What was rewritten, guessed or left out, each in a sentence. */
  notes: string[];
}

/** The model with the weights; none if they do not fit. */
export async function withWeights<Model extends Loadable>(model: Model, dict: Record<string, Input>): Promise<Model> {
  try {
    await model.loadStateDict(dict);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
