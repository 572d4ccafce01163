// TensorFlow.js's weights: lists of what lies one after the other in some files, which may be quantised.
import { product } from '../../values/input.js';
import { Tensor } from '../../values/tensor.js';
import { floats, type NumberKind } from '../floats.js';
import type { Json } from './options.js';
import type { NamedVariable } from './variables.js';

const unsigned = (size: number): NumberKind => ({ size, isFloat: false, isSigned: false });
const float = (size: number): NumberKind => ({ size, isFloat: true, isSigned: false });

/** How numbers lie in the file, by their type. */
const kinds: Record<string, NumberKind> = {
  float32: float(4),
  float16: float(2),
  int32: { ...unsigned(4), isSigned: true },
  uint8: unsigned(1),
  uint16: unsigned(2),
  bool: unsigned(1),
};

interface Quantization {
  dtype?: unknown;
  scale?: unknown;
  min?: unknown;
}

interface Spec {
  name: string;
  shape: number[];
  kind: NumberKind;
  size: number;
  quantization: Quantization;
}

const isExtent = (extent: unknown) => Number.isSafeInteger(extent) && (extent as number) >= 0;

/** Throws TypeError for what describes no numbers. */
function specOf(entry: unknown): Spec {
  const { name, shape, dtype, quantization } = (entry ?? {}) as Json;
  const stored = (quantization ?? {}) as Quantization;
  const type = String(stored.dtype ?? dtype);
  if (typeof name === 'string' && Array.isArray(shape) && shape.every(isExtent) && Object.hasOwn(kinds, type)) {
    const kind = kinds[type]!;
    return { name, shape, kind, size: kind.size * product(shape), quantization: stored };
  }
  throw new TypeError(`lstm: expected weights of ${Object.keys(kinds).join(', ')} with a name and a shape, got ${JSON.stringify(entry)?.slice(0, 200)}`);
}

/** The specifications of a group. */
export function specsOf(weights: unknown): Spec[] {
  if (Array.isArray(weights)) return weights.map(specOf);
  throw new TypeError(`lstm: expected a list of weights, got ${JSON.stringify(weights)?.slice(0, 200)}`);
}

/** What lies in the bytes of a group, by name. */
export function variablesIn(bytes: Uint8Array, specs: readonly Spec[], what: string): NamedVariable[] {
  const size = specs.reduce((all, its) => all + its.size, 0);
  if (bytes.length !== size) throw new TypeError(`lstm: expected ${size} bytes in ${what}, as its list says, got ${bytes.length}`);
  let place = 0;
  return specs.map((spec) => {
    const its = bytes.subarray(place, (place += spec.size));
    return { path: spec.name, shape: spec.shape, read: () => new Tensor(values(its, spec, what), spec.shape) };
  });
}

/** Of quantised ones: q * scale + min. */
function values(bytes: Uint8Array, { kind, quantization: { scale, min } }: Spec, what: string): Float32Array {
  const stored = floats(bytes, kind, what);
  return typeof scale === 'number' && typeof min === 'number' ? stored.map((q) => q * scale + min) : stored;
}
