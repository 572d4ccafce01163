// Datasets in pieces, which may be compressed: Keras writes none, but tools that pack files do.
import { product } from '../../../values/input.js';
import { unzlibSync } from 'fflate';
import { type Cursor, Foreign } from '../../foreign.js';
import { readTree } from './tree.js';
import { type Datatype, numbersAt } from './values.js';

const mostPacked = 64; // times as much as the file holds
const filterNames: Record<number, string> = { 1: 'deflate', 2: 'shuffle' };

/** All elements of a dataset, from the pieces that the layout names. */
export function chunksAt(layout: Cursor, type: Datatype, shape: number[], pipeline: Cursor | undefined): Float32Array {
  const { file } = layout;
  const axes = layout.u8() - 1;
  const tree = layout.u64();
  const chunk = Array.from({ length: axes }, () => layout.u32());
  const size = product(chunk) * type.size;
  const pieces = product(shape.map((extent, axis) => Math.ceil(extent / chunk[axis]!)));
  if (axes !== shape.length || !(pieces * size <= mostPacked * file.bytes.length)) {
    throw new TypeError(`lstm: expected pieces of [${shape}] that fit in ${file.what}, got some of [${chunk}]`);
  }
  const filters = pipeline ? filtersAt(pipeline) : [];
  const data = new Float32Array(product(shape));
  let left = pieces;
  const readKey = (at: Cursor) => ({
    stored: at.u32(),
    mask: at.u32(),
    offset: Array.from({ length: axes + 1 }, () => at.u64()),
  });
  readTree(file, tree, readKey, ({ stored, mask, offset }, place) => {
    if (--left < 0) throw new TypeError(`lstm: expected ${pieces} pieces of a dataset in ${file.what}, got more`);
    const used = filters.filter((_, n) => !(mask & (1 << n)));
    const bytes = unpacked(file.part(place, stored), used, size, type.size, file.what);
    copy(numbersAt(new Foreign(bytes, file.what), 0, type, product(chunk)), chunk, data, shape, offset);
  });
  return data;
}

/** The filters that pieces went through, by name. */
function filtersAt(at: Cursor): string[] {
  const version = at.u8();
  const count = at.u8();
  if (version === 1) at.skip(6);
  return Array.from({ length: count }, () => {
    const filter = at.u16();
    const name = version === 1 || filter > 255 ? at.u16() : 0;
    at.skip(2); // flags
    const values = at.u16();
    at.skip(version === 1 ? Math.ceil(name / 8) * 8 + 4 * (values + (values % 2)) : name + 4 * values);
    if (Object.hasOwn(filterNames, filter)) return filterNames[filter]!;
    throw new TypeError(`lstm: expected data as it is, deflated or shuffled in ${at.file.what}, got HDF5's filter ${filter}`);
  });
}

function unpacked(bytes: Uint8Array, filters: string[], size: number, element: number, what: string): Uint8Array {
  let result = bytes;
  for (const filter of [...filters].reverse()) {
    result = filter === 'deflate' ? inflated(result, size, what) : unshuffled(result, element);
  }
  return result;
}

function inflated(bytes: Uint8Array, size: number, what: string): Uint8Array {
  try {
    return unzlibSync(bytes, { out: new Uint8Array(size) });
  } catch (cause) {
    throw new TypeError(`lstm: expected deflated data in ${what}, got other bytes`, { cause });
  }
}

/** First bytes of all elements come first, then second ones. */
function unshuffled(bytes: Uint8Array, element: number): Uint8Array {
  const count = Math.floor(bytes.length / element);
  return Uint8Array.from(bytes, (_, n) => bytes[(n % element) * count + Math.floor(n / element)]!);
}

/** Copies what of a piece is within the whole, row by row. */
function copy(piece: Float32Array, chunk: number[], whole: Float32Array, shape: number[], offset: number[]): void {
  const width = chunk.at(-1) ?? 1;
  const inner = Math.min(width, (shape.at(-1) ?? 1) - (shape.length > 0 ? offset[shape.length - 1]! : 0));
  for (let row = 0; row * width < piece.length; ++row) {
    const target = targetOf(row, chunk, shape, offset);
    if (target !== undefined) whole.set(piece.subarray(row * width, row * width + inner), target);
  }
}

/** Where a piece's row begins in the whole, undefined where it is beyond its edge. */
function targetOf(row: number, chunk: number[], shape: number[], offset: number[]): number | undefined {
  const last = shape.length - 1;
  let target = offset[last] ?? 0;
  if (last >= 0 && target >= shape[last]!) return undefined;
  let stride = shape[last] ?? 1;
  let rest = row;
  for (let axis = last - 1; axis >= 0; --axis) {
    const at = offset[axis]! + (rest % chunk[axis]!);
    if (at >= shape[axis]!) return undefined;
    target += at * stride;
    stride *= shape[axis]!;
    rest = Math.floor(rest / chunk[axis]!);
  }
  return target;
}
