// A stranger's file: it is read by numbers that it holds itself, so none of them may lead beyond its end,
// or around in circles.

/** Bytes of a file that may hold anything. */
export class Foreign {
  readonly view: DataView<ArrayBufferLike>;
  #left: number; // bytes that are read before it is a file without end: parts may point at each other

  constructor(
    readonly bytes: Uint8Array,
    /** In an error's words. */
    readonly what: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#left = 8 * bytes.length + 65536;
  }

  /** Throws TypeError where there is no such part, or all was read too often. */
  expect(at: number, length: number): void {
    if (!(at >= 0 && length >= 0 && at + length <= this.bytes.length)) {
      throw new TypeError(`lstm: expected ${length} bytes at ${at} in ${this.what}, got one of ${this.bytes.length}`);
    }
    if ((this.#left -= length) < 0) throw new TypeError(`lstm: expected parts that end in ${this.what}, got some in circles`);
  }

  /** A part as it lies there. */
  part(at: number, length: number): Uint8Array {
    this.expect(at, length);
    return this.bytes.subarray(at, at + length);
  }

  at(place: number): Cursor {
    return new Cursor(this, place);
  }
}

/** Reads one after the other, numbers with their lowest byte first. */
export class Cursor {
  constructor(
    readonly file: Foreign,
    public place: number,
  ) {}

  /** Passes over some bytes, and gives where they are. */
  skip(length: number): number {
    const at = this.place;
    this.file.expect(at, length);
    this.place += length;
    return at;
  }

  u8(): number {
    return this.file.view.getUint8(this.skip(1));
  }

  u16(): number {
    return this.file.view.getUint16(this.skip(2), true);
  }

  u32(): number {
    return this.file.view.getUint32(this.skip(4), true);
  }

  /** Above 2^53 it is not exact, and no place in any file. */
  u64(): number {
    return Number(this.file.view.getBigUint64(this.skip(8), true));
  }

  /** A number of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): number {
    return size === 1 ? this.u8() : size === 2 ? this.u16() : size === 4 ? this.u32() : this.u64();
  }

  text(length: number): string {
    return utf8(this.file.part(this.skip(length), length));
  }
}

/** Text up to its first zero. */
export function utf8(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
