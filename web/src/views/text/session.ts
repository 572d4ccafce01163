// A training and all that the page shows of it: as plain data it can be kept and gone on with.
import { Curve, type CurveData } from '../../parts/curve';
import { unitsOf, type Design } from './design';
import type { Source } from './source';

export interface Sample {
  step: number;
  /** Nats a character. */
  unseenLoss: number;
  prompt: string;
  text: string;
}

export interface Session {
  source: Source;
  design: Design;
  /** The learning rate was another at first. */
  changed: boolean;
  step: number;
  /** Bits a character. */
  curve: Curve;
  samples: Sample[];
}

/** What a browser stores of it: see keep.ts. */
export interface Kept {
  version: 1;
  source: Source;
  design: Design;
  changed: boolean;
  step: number;
  curve: CurveData;
  samples: Sample[];
  /** The visitor's own text; the others come with the page. */
  own: string;
  phase: 'running' | 'paused' | 'finished';
  /** A file of the model with the optimizer's state. */
  model: Uint8Array;
}

const memory = 12; // steps

export const begun = (source: Source, design: Design): Session => ({
  source, design, changed: false, step: 0, curve: new Curve(memory), samples: [],
});

export const revived = ({ source, design, changed, step, curve, samples }: Kept): Session => ({
  source, design, changed, step, curve: new Curve(memory, curve), samples,
});

/** In a few words: LSTM 128 + 128 */
export const nameOf = (design: Design): string => `LSTM ${unitsOf(design).join(' + ')}`;
