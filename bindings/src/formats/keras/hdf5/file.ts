// HDF5 files as Keras writes them: groups, attributes of text, datasets of numbers.
import { product } from '../../../values/input.js';
import { type Cursor, Foreign } from '../../foreign.js';
import { Tensor } from '../../../values/tensor.js';
import { chunksAt } from './chunks.js';
import { linksOf } from './links.js';
import { kinds, type Message, messagesOf } from './messages.js';
import { dataspace, datatype, Heaps, numbersAt, textsAt } from './values.js';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Do they begin as an HDF5 file does? */
export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, n) => bytes[n] === byte);
}

/** The root group. Throws TypeError for what is no such file. */
export function openHdf5(bytes: Uint8Array, what: string): Hdf5Object {
  if (!isHdf5(bytes)) throw new TypeError(`lstm: expected HDF5 in ${what}, got other bytes`);
  const file = new Foreign(bytes, what);
  const at = file.at(signature.length);
  const version = at.u8();
  if (version > 3) throw new TypeError(`lstm: expected HDF5 of version 0 to 3 in ${what}, got ${version}`);
  return new Hdf5Object(file, version < 2 ? olderRoot(at, version) : newerRoot(at), new Heaps());
}

function expectWide(sizeOfPlaces: number, sizeOfLengths: number, what: string): void {
  if (sizeOfPlaces === 8 && sizeOfLengths === 8) return;
  throw new TypeError(`lstm: expected HDF5 with places of 8 bytes in ${what}, got ${sizeOfPlaces} and ${sizeOfLengths}`);
}

function olderRoot(at: Cursor, version: number): number {
  at.skip(4); // versions of parts
  expectWide(at.u8(), at.u8(), at.file.what);
  at.skip(1 + 2 + 2 + 4 + (version === 1 ? 4 : 0)); // extents of trees, flags
  at.skip(2 * 8); // where the file begins, and what is free
  expectWhole(at);
  at.skip(8 + 8); // a driver, the root's name
  return at.u64();
}

function newerRoot(at: Cursor): number {
  expectWide(at.u8(), at.u8(), at.file.what);
  at.skip(1 + 2 * 8); // flags, where the file begins, more of this
  expectWhole(at);
  return at.u64();
}

/** At the place that says where the file ends. */
function expectWhole(at: Cursor): void {
  const end = at.u64();
  const { length } = at.file.bytes;
  if (end > length) throw new TypeError(`lstm: expected ${end} bytes in ${at.file.what}, as it says, got ${length}`);
}

/** A group or a dataset. */
export class Hdf5Object {
  readonly #messages: Message[];
  readonly #members = new Map<string, Hdf5Object>();
  #links: Map<string, number> | undefined;

  constructor(
    readonly file: Foreign,
    place: number,
    readonly heaps: Heaps,
  ) {
    this.#messages = messagesOf(file, place);
  }

  /** Of a group. */
  get names(): string[] {
    this.#links ??= linksOf(this.file, this.#messages);
    return [...this.#links.keys()];
  }

  /** What it names; of names with `/` through groups. */
  get(name: string): Hdf5Object | undefined {
    const [first, ...rest] = name.split('/');
    const member = this.#member(first!);
    return rest.length > 0 ? member?.get(rest.join('/')) : member;
  }

  #member(name: string): Hdf5Object | undefined {
    if (!this.names.includes(name)) return undefined;
    const member = this.#members.get(name) ?? new Hdf5Object(this.file, this.#links!.get(name)!, this.heaps);
    this.#members.set(name, member);
    return member;
  }

  /** An attribute's texts; undefined where there is no such attribute. */
  texts(name: string): string[] | undefined {
    for (const { kind, place } of this.#messages) {
      if (kind !== kinds.attribute) continue;
      const texts = attributeAt(this.file.at(place), name, this.heaps);
      if (texts) return texts;
    }
    return undefined;
  }

  #find(kind: number): Message | undefined {
    return this.#messages.find((message) => message.kind === kind);
  }

  #at(kind: number, name: string): Cursor {
    const found = this.#find(kind);
    if (!found) throw new TypeError(`lstm: expected a ${name} of a dataset in ${this.file.what}, got none`);
    return this.file.at(found.place);
  }

  /** Of a dataset. */
  get shape(): number[] {
    return dataspace(this.#at(kinds.dataspace, 'shape'));
  }

  /** A dataset's numbers. */
  read(): Tensor {
    const { shape } = this;
    const type = datatype(this.#at(kinds.datatype, 'type'));
    const count = product(shape);
    const at = this.#at(kinds.layout, 'layout');
    const version = at.u8();
    const layout = at.u8();
    if (version < 3 || version > 4) throw new TypeError(`lstm: expected a layout of version 3 or 4 in ${this.file.what}, got ${version}`);
    if (count === 0) return new Tensor(new Float32Array(), shape);
    if (layout === layouts.compact) at.skip(2);
    if (layout !== layouts.chunked) {
      const place = layout === layouts.compact ? at.place : at.u64();
      return new Tensor(numbersAt(this.file, place, type, count), shape);
    }
    if (version !== 3) throw new TypeError(`lstm: expected a layout of version 3 in ${this.file.what}, got chunks of version ${version}`);
    const pipeline = this.#find(kinds.filters);
    return new Tensor(chunksAt(at, type, shape, pipeline && this.file.at(pipeline.place)), shape);
  }
}

const layouts = { compact: 0, contiguous: 1, chunked: 2 };

/** The texts of the attribute at a place, where it is of that name. */
function attributeAt(at: Cursor, wanted: string, heaps: Heaps): string[] | undefined {
  const version = at.u8();
  at.skip(1);
  const sizes = [at.u16(), at.u16(), at.u16()] as const; // of its name, its type, its shape
  if (version === 3) at.skip(1);
  const padded = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const [name, type, shape] = sizes.map((size) => at.skip(padded(size)));
  if (at.file.at(name!).text(sizes[0]) !== wanted) return undefined;
  const count = product(dataspace(at.file.at(shape!)));
  if (count === 0) return []; // of which type does not count
  const its = datatype(at.file.at(type!));
  if (its.kind === 'number') throw new TypeError(`lstm: expected text in '${wanted}' of ${at.file.what}, got numbers`);
  return textsAt(at, its, count, heaps);
}
