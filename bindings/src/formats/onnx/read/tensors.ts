// Tensors as ONNX stores them: raw bytes, or numbers in fields by their kind.
import { floats } from '../../floats.js';
import { product } from '../../../values/input.js';
import type { Message } from '../protobuf.js';
import type { Constant } from './values.js';

interface Kind {
  /** How they lie in raw bytes. */
  size: number;
  isFloat: boolean;
  isSigned: boolean;
  /** The field that has them where there are no raw bytes. */
  field: number;
}

const kinds: Record<number, Kind> = {
  1: { size: 4, isFloat: true, isSigned: true, field: 4 },
  6: { size: 4, isFloat: false, isSigned: true, field: 5 },
  7: { size: 8, isFloat: false, isSigned: true, field: 7 },
  9: { size: 1, isFloat: false, isSigned: false, field: 5 },
  10: { size: 2, isFloat: true, isSigned: true, field: 5 },
  11: { size: 8, isFloat: true, isSigned: true, field: 10 },
};

/** Is it one of the kinds of floating-point numbers? */
export const isFloat = (kind: number) => kinds[kind]?.isFloat ?? false;

const rawField = 9;

/** @throws TypeError for other kinds of numbers, other counts than the shape says, and numbers in another file. */
export function constantOf(tensor: Message, name: string): Constant {
  const shape = tensor.ints(1).map(Number);
  const kind = kinds[tensor.int(2)];
  const what = `'${name}' of shape [${shape.join(', ')}]`;
  if (!kind) throw new TypeError(`lstm: expected floats, whole numbers or booleans in ${what}, got data type ${tensor.int(2)}`);
  if (tensor.int(14) !== 0) throw new TypeError(`lstm: expected the weights within the file, got ${what} in another; save the model as one file`);
  const count = product(shape);
  const data = numbersOf(tensor, kind, what);
  if (data.length === count && shape.every((extent) => extent >= 0)) return { kind: 'constant', data, shape };
  throw new TypeError(`lstm: expected ${count} numbers in ${what}, got ${data.length}`);
}

function numbersOf(tensor: Message, kind: Kind, what: string): Constant['data'] {
  const raw = tensor.all(rawField).at(-1);
  if (raw?.length) {
    if (raw.length % kind.size > 0) throw new TypeError(`lstm: expected numbers of ${kind.size} bytes in ${what}, got ${raw.length} bytes`);
    const data = floats(raw, kind, what);
    return kind.isFloat ? data : wholeNumbers(raw, kind);
  }
  if (!kind.isFloat) return Float64Array.from(tensor.ints(kind.field), Number);
  if (kind.field === 4) return Float32Array.from(tensor.floats(4));
  throw new TypeError(`lstm: expected raw bytes in ${what}, got fields`);
}

/** Exactly, up to 2^53: where nothing is, ends are as far as numbers go. */
function wholeNumbers(raw: Uint8Array, { size }: Kind): Float64Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const read = { 1: (at: number) => view.getUint8(at), 4: (at: number) => view.getInt32(at, true), 8: (at: number) => Number(view.getBigInt64(at, true)) }[size as 1 | 4 | 8];
  return Float64Array.from({ length: raw.length / size }, (_, n) => read(n * size));
}
