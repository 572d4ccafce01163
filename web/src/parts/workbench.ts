// The text model that all views share: the text lab makes it or a file brings it; the others read it.
import type { Cell, LanguageModel, tokenizers } from 'lstm-wasm/worker';
import type { Controls } from './controls';

export type Model = LanguageModel;
export type Tokenizer = ReturnType<typeof tokenizers.char>;

export interface Bench {
  model: Model;
  tokenizer: Tokenizer;
  /** Of what it learns from: Moby-Dick, or a file's name. */
  name: string;
  /** What it learns from; empty if a file brought the model. */
  text: string;
  /** The part of it that is held out. */
  unseen: string;
  /** Words to go on from. */
  beginning: string;
  /** How it is built. */
  design: { cell: Cell; embeddingDim: number; units: number[] };
  /** How it is trained; none if a file brought it. */
  recipe?: Recipe;
}

export interface Recipe {
  /** Where the text is. */
  address: string;
  /** So many of its first UTF-16 units are learned from; the rest is held out. */
  read: number;
  dropout: number;
  seed: number;
  sequenceLength: number;
  batchSize: number;
  steps: number;
  rate: number;
  schedule: 'constant' | 'cosine';
  /** Rate or schedule were others at first. */
  changed: boolean;
}

const titles = { lstm: 'LSTM', gru: 'GRU', simpleRNN: 'SimpleRNN' };

/** In a few words: LSTM 128 + 128 */
export const titleOf = ({ design: { cell, units } }: Bench): string => `${titles[cell]} ${units.join(' + ')}`;

let bench: Bench | undefined;
let training: Controls | undefined;
const listeners = new Set<() => void>();

export const workbench = {
  /** Another object whenever there is another model; its model goes on learning. */
  get bench(): Bench | undefined {
    return bench;
  },

  /** The training of the model on the bench. */
  get training(): Controls | undefined {
    return training;
  },
  set training(controls: Controls | undefined) {
    training = controls;
  },

  /** The model that was there is disposed of, after its listeners know. */
  put(next: Bench | undefined): void {
    const old = bench;
    bench = next;
    for (const listener of listeners) listener();
    if (old && old.model !== next?.model) old.model.dispose();
  },

  /** Calls when there is another model, or none. */
  onChange(listener: () => void): void {
    listeners.add(listener);
  },

  /** Does work with the model while its training waits, so that the weights stand still. */
  async use<Result>(work: (bench: Bench) => Promise<Result>): Promise<Result> {
    if (!bench) throw new Error('There is no network yet. Let one learn first, or load a file.');
    training?.hold('in use');
    users += 1;
    try {
      return await work(bench);
    } finally {
      users -= 1;
      if (users === 0) training?.release('in use');
    }
  },
};

let users = 0;
