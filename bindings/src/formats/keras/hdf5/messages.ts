// An HDF5 object header: the list of messages that say what a group or a dataset is. The format:
// https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
import type { Cursor, Foreign } from '../../foreign.js';

/** What the messages say, by their numbers in the file. */
export const kinds = {
  dataspace: 0x1, linkInfo: 0x2, datatype: 0x3, link: 0x6, layout: 0x8, filters: 0xb, attribute: 0xc,
  continuation: 0x10, symbolTable: 0x11, attributeInfo: 0x15,
} as const;

/** One message: what it is of, and where it is. */
export interface Message {
  kind: number;
  place: number;
  size: number;
}

interface Block {
  place: number;
  size: number;
}

/** The messages of the header at a place. */
export function messagesOf(file: Foreign, place: number): Message[] {
  const start = file.at(place);
  return start.u8() === 1 ? firstVersion(file, start) : secondVersion(file, file.at(place));
}

function firstVersion(file: Foreign, start: Cursor): Message[] {
  start.skip(1 + 2 + 4); // reserved, how many there are, references
  const size = start.u32();
  start.skip(4);
  return inBlocks(file, { place: start.place, size }, 0, 8, (at) => {
    const kind = at.u16();
    const length = at.u16();
    const flags = at.u8();
    at.skip(3);
    return { kind, length, flags };
  });
}

function secondVersion(file: Foreign, start: Cursor): Message[] {
  const signature = start.text(4);
  if (signature !== 'OHDR') throw new TypeError(`lstm: expected an object of HDF5 in ${file.what}, got other bytes`);
  start.skip(1);
  const flags = start.u8();
  start.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)); // times, when attributes are kept apart
  const size = start.unsigned(1 << (flags & 3));
  const order = flags & 4 ? 2 : 0; // that the messages were made in
  return inBlocks(file, { place: start.place, size }, 8, 4 + order, (at) => {
    const kind = at.u8();
    const length = at.u16();
    const its = at.u8();
    at.skip(order);
    return { kind, length, flags: its };
  });
}

/** @param frame - bytes around the messages of a further block: its signature and its checksum
 * @param head - bytes before each message */
function inBlocks(
  file: Foreign,
  first: Block,
  frame: number,
  head: number,
  read: (at: Cursor) => { kind: number; length: number; flags: number },
): Message[] {
  const messages: Message[] = [];
  const blocks = [first];
  for (const block of blocks) { // which grow
    const at = file.at(block.place);
    while (at.place + head <= block.place + block.size) {
      const { kind, length, flags } = read(at);
      const place = at.skip(length);
      if (flags & 2) throw new TypeError(`lstm: expected types of their own in ${file.what}, got one that is shared`);
      messages.push({ kind, place, size: length });
      if (kind === kinds.continuation) blocks.push(continued(file.at(place), frame));
    }
  }
  return messages;
}

function continued(at: Cursor, frame: number): Block {
  const place = at.u64();
  const size = at.u64();
  return { place: place + frame / 2, size: size - frame };
}
