// Our layers as TensorFlow.js has them, and what it has not.
import type { Tensor } from '../../values/tensor.js';
import { refusal } from '../refusal.js';
import type { SavedLayer } from '../saved.js';
import { classes } from './classes.js';
import type { Kind, Shape, Variable } from './kind.js';
import { type Json, writeOptions } from './options.js';

/** A layer as its file has it, by any option. */
export type Ours = Json & { type: string; name: string };

/** What flows from a layer to others. */
export interface Flow {
  shape: Shape;
  /** May some of its steps be padding? */
  isMasked: boolean;
}

/** A layer in TensorFlow.js's words, and what it gives: all its outputs. */
export interface Written {
  layer: { class_name: string; config: Json };
  outputs: Flow[];
}

/** What a layer is that does not say it, where TensorFlow.js would take something else, or nothing. */
const usual = ({ type }: Ours): Json => ({ activation: cells.includes(type) ? 'tanh' : 'linear', recurrentActivation: 'sigmoid' });
const cells = ['lstm', 'gru', 'simpleRNN'];

/** Layers of a file, with all that there is to write. */
export const asOurs = (saved: readonly object[]): Ours[] => (saved as Ours[]).map((layer) => ({ ...usual(layer), ...layer }));

/** Writes layers, and their weights. */
export class Writer {
  readonly variables: [string, Tensor][] = [];
  readonly #done = new Set<string>();

  constructor(readonly weights: ReadonlyMap<string, Tensor>) {}

  /** Throws TypeError for what TensorFlow.js has not. */
  write(layer: Ours, inputs: Flow[]): Written {
    const [className, kind] = classOf(layer);
    const [{ shape }] = inputs as [Flow];
    expectTfjs(layer, kind, inputs[0]!.isMasked);
    if (!this.#done.has(layer.name)) for (const variable of kind.variables?.(layer, shape, {}) ?? []) this.#add(layer, variable);
    this.#done.add(layer.name);
    const isMasked = inputs.some((flow) => flow.isMasked) || layer.type === 'masking' || layer.maskZero === true;
    const shapes = [kind.output(layer, shape, inputs.map((flow) => flow.shape)), ...(kind.states?.(layer) ?? [])];
    return {
      layer: { class_name: className, config: { name: layer.name, trainable: layer.trainable ?? true, ...writeOptions(layer, kind.options) } },
      outputs: shapes.map((its) => ({ shape: its, isMasked: isMasked && its.length > 1 })),
    };
  }

  /** A state dict has two biases where a file has one: of one alone it is the sum. */
  #add(layer: Ours, variable: Variable): void {
    const tensors = variable.ours.flatMap((its) => this.weights.get(`${layer.name}.${its}`) ?? []);
    this.variables.push([pathOf(layer, variable), variable.write(tensors)]);
  }
}

/** The class that always is so, or else the first of the type: the others are others' words for it. */
function classOf(layer: Ours): [string, Kind] {
  const kinds = Object.entries(classes).filter(([, { type }]) => type === layer.type);
  const fits = ([, { always }]: [string, Kind]) => always && Object.entries(always).every(([option, value]) => layer[option] === value);
  return kinds.find(fits) ?? kinds[0]!;
}

export const inner = (layer: Ours) => (layer.layer ?? layer) as Ours;

/** What a first layer reads: an embedding tokens. */
export const inputOf = (layer: Ours): Shape => (layer.type === 'embedding' ? [null] : ((inner(layer).inputShape ?? layer.inputShape) as Shape));

const half: Record<string, string> = { forward: 'forward_', backward: 'backward_' };

/** As TensorFlow.js names it: of each half of a bidirectional layer by the layer in it. */
function pathOf(layer: Ours, { name, within = [] }: Variable): string {
  const halves = within.flatMap((part) => (half[part] ? [half[part] + inner(layer).type] : []));
  return [layer.name, ...halves, name].join('/');
}

/** Words of Keras's that TensorFlow.js has not. */
const unknown = ['exponential', 'leaky_relu', 'null'];
const advice = 'train the model with one of these';
/** Layers that it has not, and what to do about each. */
const unknownTypes: Record<string, string> = {
  zeroPadding1D: 'pad the sequences before',
  attention: 'save it as ONNX',
  additiveAttention: 'save it as ONNX',
};
const refused = (layer: Ours, ...why: [option: string, wanted: unknown, came: unknown, advice: string]) =>
  refusal(layer as unknown as SavedLayer, ...why);

/** Throws TypeError for what it would refuse, or compute otherwise. */
function expectTfjs(layer: Ours, kind: Kind, isMasked: boolean): void {
  const its = inner(layer);
  expectWords(layer, kind.options, layer);
  if (layer.layer) expectWords(layer, classOf(its)[1].options, its);
  if (its.type === 'gru' && its.resetAfter !== false) {
    throw refused(layer, 'resetAfter', false, its.resetAfter ?? true, 'TensorFlow.js has no other GRU: train the model so');
  }
  if (its.type === 'conv1D' && its.padding === 'causal') throw refused(layer, 'padding', 'valid or same', 'causal', advice);
  const missing = unknownTypes[its.type];
  if (missing) throw refused(layer, 'type', 'a layer of TensorFlow.js', its.type, missing);
  if (layer.type === 'bidirectional' && isMasked) {
    throw refused(layer, 'mask', 'none', 'one', 'TensorFlow.js reads padded sequences in one direction only');
  }
}

function expectWords(layer: Ours, options: Kind['options'], its: Json): void {
  for (const { ours, write, words } of Object.values(options)) {
    const value = its[ours!];
    if (!words || value === undefined) continue;
    const known = words.filter((word) => !unknown.includes(word));
    if (!known.includes(write(value) as string)) throw refused(layer, ours!, known.join(', '), value, advice);
  }
}
