// Keras 3 writes which steps are masked as operations, `any(not_equal(x, value))`, and passes it to every layer. Here
// masks go with what they are of: those of Masking and Embedding layers need no word, others are refused.
import type { Source } from './calls.js';
import type { Call } from './topology.js';

const told = ({ layer, call, output }: Source) => `${call} ${output} ${layer}`;

interface Mask {
  of: Source;
  value: number;
  /** Of steps with features: that any of these is another. */
  isAny: boolean;
}

/** What operations there are among the calls. */
export class Masks {
  readonly #masks = new Map<string, Mask>();
  readonly #made = new Set<string>();

  constructor(calls: Call[]) {
    for (const call of calls) {
      const { layer, numbers, inputs } = call;
      const [input] = inputs;
      if (!input) continue;
      const before = this.#masks.get(told(input));
      if (layer.className === 'NotEqual' && numbers.length === 1) this.#add(call, { of: input, value: numbers[0]!, isAny: false });
      else if (layer.className === 'Any' && before && layer.config.axis === -1) this.#add(call, { ...before, isAny: true });
      else if (layer.className === 'Masking') this.#made.add(worded({ of: input, value: Number(layer.config.mask_value ?? 0), isAny: true }));
      else if (layer.className === 'Embedding' && layer.config.mask_zero === true) this.#made.add(worded({ of: input, value: 0, isAny: false }));
    }
  }

  #add({ layer, call }: Call, mask: Mask): void {
    this.#masks.set(told({ layer: layer.name, call, output: 0 }), mask);
  }

  /** Does the call make one? */
  has({ layer, call }: Call): boolean {
    return this.#masks.has(told({ layer: layer.name, call, output: 0 }));
  }

  /** Throws TypeError for one that no layer makes. */
  expectKnown({ masks }: Call, where: string): void {
    for (const source of masks) {
      const mask = this.#masks.get(told(source));
      if (mask && this.#made.has(worded(mask))) continue;
      throw new TypeError(`lstm: expected ${where} to be called with the mask of a Masking or an Embedding, got '${source.layer}': mask its input by one of these, and save it again`);
    }
  }
}

const worded = ({ of, value, isAny }: Mask) => `${told(of)} ${value} ${isAny}`;
