// Numbers of any kind, as files hold them, lowest byte first, as floats of 32 bits.

/** How a number lies in a file. */
export interface NumberKind {
  /** In bytes. */
  size: number;
  isFloat: boolean;
  isSigned: boolean;
}

type Get = (view: DataView, at: number) => number;

const getters: Record<string, Get> = {
  f2: (view, at) => half(view.getUint16(at, true)),
  f8: (view, at) => view.getFloat64(at, true),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at) => view.getInt16(at, true),
  i4: (view, at) => view.getInt32(at, true),
  i8: (view, at) => Number(view.getBigInt64(at, true)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at) => view.getUint16(at, true),
  u4: (view, at) => view.getUint32(at, true),
  u8: (view, at) => Number(view.getBigUint64(at, true)),
};

/** All numbers in some bytes. Throws TypeError for a kind that is none. */
export function floats(bytes: Uint8Array, kind: NumberKind, what: string): Float32Array {
  const { size, isFloat, isSigned } = kind;
  const name = `${isFloat ? 'f' : isSigned ? 'i' : 'u'}${size}`;
  if (name === 'f4') return new Float32Array(new Uint8Array(bytes).buffer); // as they lie in memory, too
  const get = Object.hasOwn(getters, name) ? getters[name] : undefined;
  if (!get) throw new TypeError(`lstm: expected numbers of 1 to 8 bytes in ${what}, got a type of ${size}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / size }, (_, n) => get(view, n * size));
}

/** A float of 16 bits: its sign, an exponent of 5 bits, a fraction of 10. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}
