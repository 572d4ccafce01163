// HDF5's B-trees of the first version: of a group's entries, and of a dataset's chunks.
import type { Cursor, Foreign } from '../../foreign.js';

/** Visits all leaves. `readKey` goes on to behind the key before each child; leaves have `TREE` on level 0,
 * whose children are what is looked for. */
export function readTree<Key>(file: Foreign, root: number, readKey: (at: Cursor) => Key, found: (key: Key, place: number) => void): void {
  const nodes = [root];
  for (const node of nodes) { // which grow
    const at = file.at(node);
    const signature = at.text(4);
    if (signature !== 'TREE') throw new TypeError(`lstm: expected a tree of HDF5 in ${file.what}, got other bytes`);
    at.skip(1); // what it is of
    const level = at.u8();
    const children = at.u16();
    at.skip(8 + 8); // its neighbours
    for (let n = 0; n < children; ++n) {
      const key = readKey(at);
      const place = at.u64();
      if (level > 0) nodes.push(place);
      else found(key, place);
    }
  }
}
