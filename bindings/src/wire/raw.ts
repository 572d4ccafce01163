// The module as withObjects makes it of what is registered. Handles live in WebAssembly memory until delete().
import type { Logs } from '../values/logs.js';
import type { Tape } from './tape.js';

export interface Handle {
  delete(): void;
}

/** Elements in WebAssembly memory. */
export interface RawTensor extends Handle {
  /** A view that any later call into the module may invalidate: copy at once. */
  elements(): Float32Array | Int32Array;
}

/** What both kinds of model have. */
export interface RawAnyModel extends Handle {
  countParams(): number;
  summary(): string;
  stateDict(): RawDict;
  loadStateDict(dict: RawDict): void;
  /** A StateDictReport, as JSON. */
  loadWhatFits(dict: RawDict): string;
  /** Of the next step. */
  learningRate(): number;
  /** Is it a schedule's? */
  scheduled(): boolean;
  /** Whether to stop after an epoch that ended with that value. */
  endsEarly(stopping: RawMonitoring, epoch: number, value: number): boolean;
  restoreBest(stopping: RawMonitoring): void;
}

export interface RawModel extends RawAnyModel {
  compile(options: Tape): void;
  /** `loss` and the metrics asked for, in the order of their logs, as JSON; `[]` before compile. */
  logNames(): string;
  setTrainable(layer: string, trainable: boolean): void;
  resetStates(): void;
  states(): RawDict;
  setStates(states: RawDict): void;
  setLearningRate(options: Tape): void;
  save(optimizer: boolean): RawBytes;
}

export interface RawLanguageModel extends RawAnyModel {
  save(tokenizer: string, optimizer: boolean): RawBytes;
}

/** Named tensors. */
export interface RawDict extends Handle {
  size(): number;
  name(n: number): string;
  shape(n: number): Int32Array;
  elements(n: number): Float32Array;
  add(name: string, tensor: RawTensor): void;
}

export interface RawBytes extends Handle {
  elements(): Uint8Array;
}

/** What watches a value of the logs. */
export interface RawMonitoring extends Handle {
  monitor(): keyof Logs;
}

/** The loss (0), or one of the metrics (1, 2, ...) in the order that they were asked for. */
export type Log = (which: number) => number;

/** Works through its data one batch a call; false when there is no more. */
export interface Steps extends Handle {
  step(): boolean;
}

/** What Trainer.step() did, by the order of FitEvent in trainer.hpp. */
export const fitEvents = ['batch', 'validation', 'epoch', 'done'] as const;

export interface RawTrainer extends Handle {
  step(): number;
  epoch(): number;
  batch(): number;
  epochs(): number;
  batches(): number;
  /** Why its data are hard to learn from as they are; or empty. */
  unscaled(): string;
  stop(): void;
  /** Of the last batch. */
  learningRate(): number;
  batchLog: Log;
  epochLog: Log;
  validationLog: Log;
}

export type RawTextEvaluation = Steps & { loss(): number };

export interface RawTextTrainer extends Handle {
  step(): number;
  /** Steps done, those before `initialStep` included. */
  stepNumber(): number;
  done(): boolean;
  stop(): void;
  /** Of the last step. */
  learningRate(): number;
  setLearningRate(options: Tape): void;
  stepsPerEpoch(): number;
  /** What the text has room for, up to the options' own. */
  batchSize(): number;
  sequenceLength(): number;
  /** Targets of the last step. */
  tokens(): number;
}

export interface Raw {
  /** `lengths` of sequences of unequal lengths, whose elements are those of the steps that there are; else `[]`. */
  newTensor(shape: Tape, whole: boolean, lengths: Tape): RawTensor;
  /** With a pool that all models share, where there are more threads than one. */
  newModel(options: Tape, threads: number): RawModel;
  newModelOfFile(bytes: RawBytes, threads: number): RawModel;
  newDict(): RawDict;
  newDictOfFile(bytes: RawBytes): RawDict;
  newBytes(size: number): RawBytes;
  /** Why that batch is hard to learn from as it is; or empty. */
  unscaled(model: RawModel, x: RawTensor, y: RawTensor, weights: RawTensor | null): string;
  newEarlyStopping(options: Tape): RawMonitoring;
  newPlateau(options: Tape): RawMonitoring & { update(value: number, rate: number): number };
  newTrainedBatch(model: RawModel, x: RawTensor, y: RawTensor,
    weights: RawTensor | null): Handle & { log: Log };
  newTrainer(model: RawModel, x: RawTensor, y: RawTensor, weights: RawTensor | null,
    validationX: RawTensor | null, validationY: RawTensor | null,
    validationWeights: RawTensor | null, split: number, options: Tape): RawTrainer;
  newEvaluation(model: RawModel, x: RawTensor, y: RawTensor, weights: RawTensor | null,
    options: Tape): Steps & { log: Log };
  newLayers(model: RawModel, x: RawTensor): RawLayers;
  newPrediction(model: RawModel, x: RawTensor, states: RawDict | null,
    options: Tape): Steps & { shape(): Int32Array; lengths(): Int32Array; elements(): Float32Array };
  newLanguageModel(options: Tape, threads: number): RawLanguageModel;
  /** Whether there is a pool. */
  pooled(): boolean;
  newLanguageModelOfFile(bytes: RawBytes, threads: number): RawLoadedLanguageModel;
  newTextScoring(model: RawLanguageModel, text: RawTensor): Steps & { elements(): Float32Array };
  newNextToken(model: RawLanguageModel, text: RawTensor): Steps & { elements(): Float32Array };
  newInspection(model: RawLanguageModel, text: RawTensor): RawInspection;
  newTextTrainer(model: RawLanguageModel, text: RawTensor, options: Tape): RawTextTrainer;
  newTextEvaluation(model: RawLanguageModel, text: RawTensor): RawTextEvaluation;
  newGenerator(model: RawLanguageModel, prompt: RawTensor,
    options: Tape): RawGenerator;
}

export interface RawLoadedLanguageModel extends Handle {
  model(): RawLanguageModel;
  tokenizer(): string;
}

/** What was in each recurrent layer at every step, by gate. */
export interface RawLayers extends Handle {
  count(): number;
  /** Of its gates, and of what it carries, as JSON. */
  names(layer: number): string;
  shape(layer: number): Int32Array;
  lengths(layer: number): Int32Array;
  elements(layer: number, gate: number): Float32Array;
}

export interface RawInspection extends Steps {
  /** Once, after the last step. */
  layers(): RawLayers;
}

export interface RawGenerator extends Handle {
  /** Reads a part of the prompt; false when all is read but the last token. */
  read(): boolean;
  next(): number;
}
