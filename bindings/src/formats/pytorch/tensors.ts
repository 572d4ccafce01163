// Tensors of an archive: a storage of numbers, and where in it the elements are.
import { product } from '../../values/input.js';
import { Tensor } from '../../values/tensor.js';
import { half } from '../floats.js';
import { Call, Name, Stored, type Value } from './pickle.js';

type Read = (view: DataView, at: number, little: boolean) => number;

/** From the upper half of a 32-bit float. */
function bfloat16(view: DataView, at: number, little: boolean): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setUint16(0, view.getUint16(at, little));
  return bits.getFloat32(0);
}

/** Kinds of storages, with the bytes of an element. */
const kinds: Record<string, { size: number; read: Read }> = {
  'torch.FloatStorage': { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  'torch.DoubleStorage': { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  'torch.HalfStorage': { size: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  'torch.BFloat16Storage': { size: 2, read: bfloat16 },
};

/** The archive's numbers. */
export interface Storages {
  little: boolean;
  /** Bytes of a storage by its key. */
  bytes(key: string): Uint8Array | undefined;
}

/** A tensor whose elements are still in the archive. */
export class StoredTensor {
  constructor(
    readonly kind: string,
    readonly key: string,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  get elements(): number {
    return product(this.shape);
  }

  /** In single precision. @throws TypeError for another kind of numbers, and where elements lie outside of the storage. */
  read({ bytes, little }: Storages, name: string): Tensor {
    const kind = kinds[this.kind];
    const storage = bytes(this.key);
    if (!kind) throw new TypeError(`lstm: expected floating-point numbers in '${name}', got a ${this.kind}`);
    if (!storage) throw new TypeError(`lstm: expected the storage '${this.key}' of '${name}' in the archive, got none`);
    const last = this.shape.reduce((sum, extent, axis) => sum + (extent - 1) * this.strides[axis]!, this.offset);
    const stored = storage.length / kind.size;
    if (this.elements > 0 && (last >= stored || this.elements > stored)) {
      throw new TypeError(`lstm: expected '${name}' of shape [${this.shape.join(', ')}] within its storage, got one of ${storage.length} bytes`);
    }
    const view = new DataView(storage.buffer, storage.byteOffset, storage.length);
    const data = new Float32Array(this.elements);
    for (let n = 0; n < data.length; ++n) data[n] = kind.read(view, kind.size * this.#place(n), little);
    return new Tensor(data, [...this.shape]);
  }

  /** Where the storage has element n. */
  #place(n: number): number {
    let [rest, place] = [n, this.offset];
    for (let axis = this.shape.length - 1; axis >= 0; --axis) {
      const extent = this.shape[axis]!;
      place += (rest % extent) * this.strides[axis]!;
      rest = Math.floor(rest / extent);
    }
    return place;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const areCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

/** What the calls are that make a tensor of a storage: `(storage, offset, shape, strides, ...)`. */
function rebuilt([storage, offset, shape, strides]: readonly Value[]): StoredTensor | undefined {
  if (!(storage instanceof Stored) || !isCount(offset) || !areCounts(shape) || !areCounts(strides)) return undefined;
  const [word, kind, key] = storage.id;
  const isStorage = word === 'storage' && kind instanceof Name && typeof key === 'string';
  if (!isStorage || shape.length !== strides.length || shape.length > 8) return undefined;
  return new StoredTensor(kind.text, key, offset, shape, strides);
}

/** The tensor that a record of a call stands for; undefined where it is anything else. */
export function tensorOf(value: Value): StoredTensor | undefined {
  const isParameter = value instanceof Call && value.name === 'torch._utils._rebuild_parameter';
  const tensor = isParameter ? value.args[0] : value;
  return tensor instanceof Call && tensor.name === 'torch._utils._rebuild_tensor_v2' ? rebuilt(tensor.args) : undefined;
}
