// What is in an HDF5 group: names, and where the objects are.
import type { Cursor, Foreign } from '../../foreign.js';
import { kinds, type Message } from './messages.js';
import { readTree } from './tree.js';

const nowhere = 2 ** 53; // and above: an address that there is not
const longestName = 4096;

/** The addresses of a group's members, by name. */
export function linksOf(file: Foreign, messages: Message[]): Map<string, number> {
  const links = new Map<string, number>();
  for (const { kind, place } of messages) {
    if (kind === kinds.symbolTable) readTable(file.at(place), links);
    if (kind === kinds.link) readLink(file.at(place), links);
    if (kind === kinds.linkInfo) expectNear(file.at(place));
  }
  return links;
}

function readTable(at: Cursor, links: Map<string, number>): void {
  const { file } = at;
  const tree = at.u64();
  const heap = file.at(at.u64());
  heap.skip(4 + 4 + 8 + 8); // signature, version, size, what is free
  const names = heap.u64();
  const readKey = (its: Cursor) => its.skip(8);
  readTree(file, tree, readKey, (_, place) => readEntries(file.at(place), names, links));
}

function readEntries(at: Cursor, names: number, links: Map<string, number>): void {
  if (at.text(4) !== 'SNOD') throw new TypeError(`lstm: expected a group of HDF5 in ${at.file.what}, got other bytes`);
  at.skip(2); // version
  const entries = at.u16();
  for (let n = 0; n < entries; ++n) {
    const name = nameAt(at.file, names + at.u64());
    links.set(name, at.u64());
    at.skip(4 + 4 + 16); // what is kept of the object
  }
}

function nameAt(file: Foreign, place: number): string {
  const length = file.bytes.subarray(place, place + longestName).indexOf(0);
  return file.at(place).text(length < 0 ? longestName : length);
}

function readLink(at: Cursor, links: Map<string, number>): void {
  at.skip(1); // version
  const flags = at.u8();
  const isHard = !(flags & 8) || at.u8() === 0;
  at.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0)); // order, characters
  const name = at.text(at.unsigned(1 << (flags & 3)));
  if (isHard) links.set(name, at.u64());
}

/** Many links may be in a heap of their own, which Keras does not write. */
function expectNear(at: Cursor): void {
  at.skip(1); // version
  if (at.u8() & 1) at.skip(8); // the next in order
  if (at.u64() < nowhere) throw new TypeError(`lstm: expected groups as Keras writes them in ${at.file.what}, got an indexed one`);
}
