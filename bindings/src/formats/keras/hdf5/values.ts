// What HDF5 holds: the types of elements, their number, and elements as text or floats.
import type { Cursor, Foreign } from '../../foreign.js';
import { floats, type NumberKind } from '../../floats.js';

/** Of an element. */
export interface Datatype {
  kind: 'number' | 'string' | 'strings';
  size: number;
  number: NumberKind;
}

const classes = { fixed: 0, float: 1, string: 3, variable: 9 };

export function datatype(at: Cursor): Datatype {
  const its = at.u8() & 15;
  const bits = at.u8();
  const isText = (bits & 15) === 1;
  at.skip(2);
  const size = at.u32();
  const number = { size, isFloat: its === classes.float, isSigned: (bits & 8) !== 0 };
  const isLowestFirst = (bits & 1) === 0;
  if ((its === classes.fixed || its === classes.float) && isLowestFirst) return { kind: 'number', size, number };
  if (its === classes.string) return { kind: 'string', size, number };
  if (its === classes.variable && isText) return { kind: 'strings', size: 16, number };
  throw new TypeError(`lstm: expected numbers or text in ${at.file.what}, got HDF5's type ${its}, ${bits}`);
}

/** The extent of each axis. */
export function dataspace(at: Cursor): number[] {
  const version = at.u8();
  const axes = at.u8();
  at.skip(version === 1 ? 1 + 5 : 1);
  const isNull = version !== 1 && at.u8() === 2;
  return isNull ? [0] : Array.from({ length: axes }, () => at.u64());
}

/** Texts at a place; of variable length they are in heaps elsewhere. */
export function textsAt(at: Cursor, type: Datatype, count: number, heaps: Heaps): string[] {
  at.file.expect(at.place, count * type.size);
  return Array.from({ length: count }, () => (type.kind === 'string' ? at.text(type.size) : heaps.text(at)));
}

/** Numbers at a place. */
export function numbersAt(file: Foreign, place: number, type: Datatype, count: number): Float32Array {
  if (type.kind !== 'number') throw new TypeError(`lstm: expected numbers in ${file.what}, got text`);
  return floats(file.part(place, count * type.size), type.number, file.what);
}

/** Global heaps, where texts of any length are. */
export class Heaps {
  readonly #known = new Map<number, Map<number, { place: number; size: number }>>();

  /** Of the reference at a place: how long it is, which heap, which of its objects. */
  text(at: Cursor): string {
    const length = at.u32();
    const heap = this.#heap(at.file, at.u64());
    const index = at.u32();
    const its = heap.get(index);
    if (its && its.size >= length) return at.file.at(its.place).text(length);
    throw new TypeError(`lstm: expected text of ${length} bytes in ${at.file.what}, got none`);
  }

  #heap(file: Foreign, place: number) {
    const known = this.#known.get(place);
    if (known) return known;
    const objects = new Map<number, { place: number; size: number }>();
    this.#known.set(place, objects);
    const at = file.at(place);
    at.skip(4 + 4); // signature, version
    const end = place + at.u64();
    while (at.place + 16 <= end) {
      const index = at.u16();
      at.skip(2 + 4); // references
      const size = at.u64();
      if (index === 0) break; // what is free
      objects.set(index, { place: at.skip(Math.ceil(size / 8) * 8), size });
    }
    return objects;
  }
}
