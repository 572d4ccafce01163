// What an import gives, and how weights come into a model that it has built.
import type { Input } from '../values/input.js';

/** What was made of a file. */
export interface Imported<Model> {
  /** It predicts what the file's own engine does. */
  model: Model;
  /** What was rewritten, guessed or left out, each in a sentence. */
  notes: string[];
}

interface Loads {
  loadStateDict(dict: Record<string, Input>): unknown;
  dispose(): void;
}

/** The model with the weights; none if they do not fit. */
export function withWeights<Model extends Loads>(model: Model, dict: Record<string, Input>): Model {
  try {
    model.loadStateDict(dict);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
