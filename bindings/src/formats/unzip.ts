// Zip archives: their members, with a bound before memory is taken.
import { unzipSync, type UnzipFileInfo } from 'fflate';

/** Weights hardly become smaller when they are compressed: what would grow more than this is no model. */
const mostGrowth = 100;
const smallestHeader = 46; // of a member in the archive's directory

/** @internal Is it a zip archive, by its first bytes? */
export const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * The members that are wanted, by name.
 * @throws TypeError for damaged archives, RangeError for members far larger than the archive.
 */
export function unzip(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  let seen = 0;
  let total = 0;
  const filter = ({ name, size, originalSize }: UnzipFileInfo) => {
    if (++seen > bytes.length / smallestHeader) throw new TypeError(`lstm: expected a whole zip archive, got ${seen} members in ${bytes.length} bytes`);
    if (!isWanted(name)) return false;
    total += Math.max(size, originalSize);
    if (total <= mostGrowth * bytes.length) return true;
    throw new RangeError(`lstm: expected members of at most ${mostGrowth} times the archive's ${bytes.length} bytes, got ${total} with '${name}'`);
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('lstm: ')) throw error;
    throw new TypeError('lstm: expected a whole zip archive, got a damaged one', { cause: error });
  }
}
