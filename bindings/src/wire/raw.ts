// The module as withObjects makes it of what is registered. Handles live in WebAssembly memory until delete().
// Views of its memory are to be copied at once: any later call into the module may move what they show.
import type { Logs } from '../values/logs.js';
import type { Tape } from './tape.js';

export interface Handle {
  delete(): void;
}

/** Tensors by name. */
export interface RawTensors extends Handle {
  /**
   * One more, whose elements are to be written. `lengths` of sequences of unequal lengths, whose elements are
   * those of the steps that there are; else `[]`.
   */
  add(name: string, shape: Tape, whole: boolean, lengths: Tape): void;
  count(): number;
  name(n: number): string;
  shape(n: number): Int32Array;
  lengths(n: number): Int32Array;
  elements(n: number): Float32Array | Int32Array;
}

/** Of a file. */
export interface RawBytes extends Handle {
  bytes(): Uint8Array;
}

/** What both kinds of model have. */
export interface RawAnyModel extends Handle {
  countParams(): number;
  summary(): string;
  stateDict(): RawTensors;
  loadStateDict(dict: RawTensors): void;
  /** A StateDictReport, as JSON. */
  loadWhatFits(dict: RawTensors): string;
  /** Of the next step. */
  learningRate(): number;
  /** Is it a schedule's? */
  scheduled(): boolean;
}

/** Inputs are named as in `fit`: x, y, sampleWeight, validationX, validationY, validationWeight; of several x.0, x.1, ... */
export interface RawModel extends RawAnyModel {
  compile(options: Tape): void;
  /** `loss` and the metrics asked for, in the order of their logs, as JSON; `[]` before compile. */
  logNames(): string;
  /** Are its layers one after the other? */
  chain(): boolean;
  /** As JSON. */
  inputNames(): string;
  outputNames(): string;
  setTrainable(layer: string, trainable: boolean): void;
  resetStates(): void;
  states(): RawTensors;
  setStates(states: RawTensors): void;
  setLearningRate(options: Tape): void;
  save(optimizer: boolean): RawBytes;
  /** The logs of the batch. */
  trainOnBatch(inputs: RawTensors): Float64Array;
  /** Why that batch is hard to learn from as it is; or empty. */
  unscaledBatch(inputs: RawTensors): string;
  /** What recurrent layers were, `0.i` and so on. */
  inspect(inputs: RawTensors): RawTensors;
}

export interface RawLanguageModel extends RawAnyModel {
  saveText(tokenizer: string, optimizer: boolean): RawBytes;
  /** That of its file. */
  tokenizer(): string;
}

/** What watches a value of the logs. */
export interface RawWatch extends Handle {
  monitor(): keyof Logs;
  /** After an epoch that ended with that value: whether to stop, or the learning rate from here on. */
  see(model: RawAnyModel, epoch: number, value: number): number;
  /** Puts the best weights back. */
  restore(model: RawAnyModel): void;
}

/** What is done in steps. */
export interface Work extends Handle {
  /** What it did; 0: there was nothing more to do. */
  step(): number;
  stop(): void;
  /** Of the steps to come. */
  setRate(options: Tape): void;
  /** How far it is. */
  numbers(): Float64Array;
  /** Its logs; of a trainer those of the last batch (0), of the epoch (1), or of the validation data (2). */
  logs(which: number): Float64Array;
  /** What came of it. Once, after the last step. */
  result(): RawTensors;
  /** Why a trainer's data are hard to learn from as they are; or empty. */
  unscaled(): string;
}

/** What a trainer's step did, by the order of FitEvent in trainer.hpp. */
export const fitEvents = ['batch', 'validation', 'epoch', 'done'] as const;

/** A trainer's numbers. */
export function fitNumbers(trainer: Work) {
  const [epoch, batch, epochs, batches, learningRate] = trainer.numbers() as unknown as [number, number, number, number, number];
  return { epoch, batch, epochs, batches, learningRate };
}

/** Those of the trainer of a language model, whose step gives the loss. */
export function textNumbers(trainer: Work) {
  const [step, stepsPerEpoch, batchSize, sequenceLength, tokens, learningRate, done] =
    trainer.numbers() as unknown as [number, number, number, number, number, number, number];
  return { step, stepsPerEpoch, batchSize, sequenceLength, tokens, learningRate, done: done === 1 };
}

/** Writes after a prompt, all of which but the last token it reads in its steps. */
export interface RawGenerator extends Work {
  /** A token. */
  next(): number;
}

/** Step by step, beside others. */
export interface RawStream extends Work {
  /**
   * Memory that stays where it is: to write a step of each input to, then to read each output from, and then how many
   * rows of each came.
   */
  place(n: number): Float32Array | Int32Array;
  /** Other sequences begin. */
  reset(): void;
}

export interface Raw {
  newTensors(): RawTensors;
  newTensorsOfFile(bytes: RawBytes): RawTensors;
  newBytes(size: number): RawBytes;
  /** Whether there is a pool of threads. All models share it, where there are more than one. */
  pooled(): boolean;
  newModel(options: Tape, threads: number): RawModel;
  newModelOfFile(bytes: RawBytes, threads: number): RawModel;
  newLanguageModel(options: Tape, threads: number): RawLanguageModel;
  newLanguageModelOfFile(bytes: RawBytes, threads: number): RawLanguageModel;
  newEarlyStopping(options: Tape): RawWatch;
  newPlateau(options: Tape): RawWatch;
  newTrainer(model: RawModel, inputs: RawTensors, validationSplit: number, options: Tape): Work;
  newEvaluation(model: RawModel, inputs: RawTensors, options: Tape): Work;
  newPrediction(model: RawModel, inputs: RawTensors, states: RawTensors | null, options: Tape): Work;
  /** By the number of the output; its inputs are x and, if any, baseline. */
  newAttribution(model: RawAnyModel, inputs: RawTensors, output: number, options: Tape): Work;
  newStream(model: RawModel, options: Tape): RawStream;
  newTextTrainer(model: RawLanguageModel, text: RawTensors, options: Tape): Work;
  /** Its number is the loss. */
  newTextEvaluation(model: RawLanguageModel, text: RawTensors): Work;
  newTextScoring(model: RawLanguageModel, text: RawTensors): Work;
  newNextToken(model: RawLanguageModel, text: RawTensors): Work;
  newInspection(model: RawLanguageModel, text: RawTensors): Work;
  newGenerator(model: RawLanguageModel, text: RawTensors, options: Tape): RawGenerator;
}
