// What moves an output of a model, and how much.
import { drive } from '../fit/drive.js';
import { kind, type Names } from '../values/expect.js';
import type { Input } from '../values/input.js';
import type { Tensor } from '../values/tensor.js';
import { using } from '../wire/lifetime.js';
import type { Raw, RawAnyModel } from '../wire/raw.js';
import { tape } from '../wire/tape.js';
import { takenTensors, withInputs } from '../wire/tensors.js';
import { type Data, isObject } from './data.js';

/** A number that a model gives: its place in a row; of a layer that gives sequences, the step and the place in that. */
export type OutputPlace = number | readonly [step: number, index: number];

/** How it is found out. */
export interface MethodOptions {
  /**
   * `integratedGradients` (Sundararajan et al., 2017): the difference that x makes to a baseline, shared out among its numbers.
   * `gradient`: the slope at x by each of them. Default `'integratedGradients'`.
   */
  method?: 'integratedGradients' | 'gradient';
  /** Gradients on the way from the baseline to x, 1 to 1000, and more of them where the answer changes at once. Default 32. */
  steps?: number;
}

/** Options of `attribute()`. */
export interface AttributeOptions extends MethodOptions {
  /**
   * Which number of the output, after its activation: of a softmax the class; of sequences `[step, index]`. Of a model of
   * several outputs `{ name: place }`, by the name of one of them. Default 0.
   */
  output?: OutputPlace | Readonly<Record<string, OutputPlace>>;
  /** What x is compared with, of as many samples and steps; if left out, zeros, and of tokens embeddings that are zeros. */
  baseline?: Data;
}

/** @internal */
export const attributeNames: Names<AttributeOptions> = { output: true, method: true, steps: true, baseline: true };

/** Options of `LanguageModel.attribute()`. */
export interface LanguageAttributeOptions extends MethodOptions {
  /** The token whose probability to come next is asked about, or its text; if left out, the likeliest. */
  output?: number | string;
}

/** @internal */
export const languageAttributeNames: Names<LanguageAttributeOptions> = { output: true, method: true, steps: true };

/** Which output, and where in it. */
function placed(output: AttributeOptions['output'], names: readonly string[]): [which: number, place: OutputPlace] {
  if (!isObject(output) && names.length === 1) return [0, output as OutputPlace];
  const [name, ...more] = isObject(output) ? Object.keys(output) : [];
  const which = names.indexOf(name!);
  if (which >= 0 && more.length === 0) return [which, (output as Record<string, OutputPlace>)[name!]!];
  throw new TypeError(
    `lstm: expected output in attribute to be an object of one of ${names.join(', ')}; got ` +
      (isObject(output) ? Object.keys(output).join(', ') || 'none' : kind(output)),
  );
}

/** Of each input, as it came; `given` are the inputs and the baseline, as they cross. */
export async function attributed(
  raw: Raw,
  model: RawAnyModel,
  given: Record<string, Input | undefined>,
  options: AttributeOptions,
  outputs: readonly string[],
): Promise<Tensor[]> {
  const { output = 0, baseline, ...config } = options;
  if (config.method === 'gradient' && (baseline !== undefined || config.steps !== undefined)) {
    throw new TypeError("lstm: expected no baseline and no steps with method 'gradient' in attribute, got one");
  }
  const [which, place] = placed(output, outputs);
  const asked = tape({ ...config, output: typeof place === 'number' ? [place] : place });
  const attribution = withInputs(raw, given, (inputs) => raw.newAttribution(model, inputs, which, asked));
  return using(attribution, async () => {
    await drive(() => attribution.step() > 0);
    return takenTensors(attribution.result());
  });
}
