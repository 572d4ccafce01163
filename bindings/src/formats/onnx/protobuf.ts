// Protocol Buffers on the wire: a message is a row of fields, each a key and a value. A key is the field's number
// and how its value is written: a varint (7 bits a byte, the lowest first), 8 or 4 bytes, or a length and bytes.

const [varint, eight, sized, four] = [0, 1, 2, 5];

const refuse = (words: string) => new TypeError(`lstm: expected a whole protocol buffer, got ${words}`);

class Cursor {
  readonly #view: DataView;
  at = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw refuse('its end within a number');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
    throw refuse('a number of more than 64 bits');
  }

  take(size: number): Uint8Array {
    const { at } = this;
    if (!(size >= 0 && size <= this.bytes.length - at)) throw refuse(`${size} bytes where ${this.bytes.length - at} are left`);
    this.at += size;
    return this.bytes.subarray(at, this.at);
  }

  float(): number {
    this.take(4);
    return this.#view.getFloat32(this.at - 4, true);
  }
}

type Field = bigint | Uint8Array;

function fieldOf(cursor: Cursor, kind: number): Field {
  if (kind === varint) return cursor.varint();
  if (kind === eight) return cursor.take(8);
  if (kind === four) return cursor.take(4);
  if (kind === sized) return cursor.take(Number(cursor.varint()));
  throw refuse(`a field of kind ${kind}`);
}

/** A message, read field by field; one that is not there is empty. */
export class Message {
  readonly #fields = new Map<number, Field[]>();

  /** @throws TypeError for bytes that are none. */
  constructor(bytes: Uint8Array) {
    const cursor = new Cursor(bytes);
    while (!cursor.done) {
      const key = Number(cursor.varint());
      const number = Math.floor(key / 8);
      const field = fieldOf(cursor, key & 7);
      const fields = this.#fields.get(number);
      if (fields) fields.push(field);
      else this.#fields.set(number, [field]);
    }
  }

  has(number: number): boolean {
    return this.#fields.has(number);
  }

  /** Those with a length. */
  all(number: number): Uint8Array[] {
    return (this.#fields.get(number) ?? []).map((field) => {
      if (field instanceof Uint8Array) return field;
      throw refuse(`a number as field ${number}`);
    });
  }

  messages(number: number): Message[] {
    return this.all(number).map((bytes) => new Message(bytes));
  }

  message(number: number): Message {
    return new Message(this.all(number).at(-1) ?? new Uint8Array());
  }

  texts(number: number): string[] {
    return this.all(number).map((bytes) => new TextDecoder().decode(bytes));
  }

  text(number: number): string {
    return this.texts(number).at(-1) ?? '';
  }

  /** Whole numbers, one a field or many in one. */
  ints(number: number): bigint[] {
    return (this.#fields.get(number) ?? []).flatMap((field) => (field instanceof Uint8Array ? packed(field, (cursor) => cursor.varint()) : field));
  }

  int(number: number, otherwise = 0): number {
    return Number(this.ints(number).at(-1) ?? otherwise);
  }

  floats(number: number): number[] {
    return this.all(number).flatMap((field) => packed(field, (cursor) => cursor.float()));
  }
}

function packed<Value>(bytes: Uint8Array, next: (cursor: Cursor) => Value): Value[] {
  const cursor = new Cursor(bytes);
  const values: Value[] = [];
  while (!cursor.done) values.push(next(cursor));
  return values;
}

function varintOf(value: bigint): number[] {
  let rest = BigInt.asUintN(64, value);
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

/** Writes messages: each gives a field's bytes. */
export const field = {
  int: (number: number, value: number): Uint8Array =>
    Uint8Array.from([...varintOf(BigInt(number * 8 + varint)), ...varintOf(BigInt(value))]),
  float: (number: number, value: number): Uint8Array =>
    Uint8Array.from([...varintOf(BigInt(number * 8 + four)), ...new Uint8Array(Float32Array.of(value).buffer)]),
  bytes: (number: number, value: Uint8Array): Uint8Array =>
    joined([Uint8Array.from([...varintOf(BigInt(number * 8 + sized)), ...varintOf(BigInt(value.length))]), value]),
  text: (number: number, value: string): Uint8Array => field.bytes(number, new TextEncoder().encode(value)),
  message: (number: number, fields: readonly Uint8Array[]): Uint8Array => field.bytes(number, joined(fields)),
};

/** Fields as a message. */
export function joined(fields: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(fields.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of fields) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
