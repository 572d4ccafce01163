// Python's pickles, read as data. A pickle is a program for a small stack machine that may name any function
// of Python and call it. Here nothing is called: a name stays a name, a call becomes a record of it, and who
// reads the result takes what is known.

/** A function or class of Python, by name. */
export class Name {
  constructor(readonly text: string) {}
}

/** A call that Python would make, of `name` or of what is no name. */
export class Call {
  constructor(
    readonly name: string,
    readonly args: readonly Value[],
  ) {}
}

export type Value = null | boolean | number | bigint | string | Uint8Array | Name | Call | Stored | Value[] | Map<Value, Value>;

/** What a persistent id stands for, which is not in the pickle. */
export class Stored {
  constructor(readonly id: readonly Value[]) {}
}

const refuse = (words: string) => new TypeError(`lstm: expected a whole pickle, got ${words}`);

/** The stack, its marks, and what was remembered. */
class Machine {
  stack: Value[] = [];
  result: Value | undefined;
  readonly #marks: Value[][] = [];
  readonly #memo = new Map<number, Value>();
  readonly #view: DataView;
  #at = 0;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Where the next `size` bytes are. */
  #take(size: number): number {
    const at = this.#at;
    if (!(size <= this.bytes.length - at)) throw refuse(`its end after ${this.bytes.length} bytes`);
    this.#at += size;
    return at;
  }

  u8 = () => this.bytes[this.#take(1)]!;
  u16 = () => this.#view.getUint16(this.#take(2), true);
  u32 = () => this.#view.getUint32(this.#take(4), true);
  u64 = () => Number(this.#view.getBigUint64(this.#take(8), true));
  i32 = () => this.#view.getInt32(this.#take(4), true);
  f64 = () => this.#view.getFloat64(this.#take(8));
  raw = (size: number) => this.bytes.subarray(this.#take(size), this.#at);
  text = (size: number) => new TextDecoder().decode(this.raw(size));

  line(): string {
    const end = this.bytes.indexOf(10, this.#at);
    return this.text(end < 0 ? Infinity : end + 1 - this.#at).trimEnd();
  }

  /** The lowest byte first, the highest with the sign. */
  long(size: number): number | bigint {
    const value = this.raw(size).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
    const signed = BigInt.asIntN(8 * size, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  push(value: Value): void {
    this.stack.push(value);
  }

  pop(): Value {
    const value = this.stack.pop();
    if (value === undefined) throw refuse(`an empty stack at byte ${this.#at}`);
    return value;
  }

  pops(count: number): Value[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  texts(count: number): string[] {
    return this.pops(count).map((value) => {
      if (typeof value === 'string') return value;
      throw refuse(`a name that is no text at byte ${this.#at}`);
    });
  }

  mark(): void {
    this.#marks.push(this.stack);
    this.stack = [];
  }

  /** All that came since the mark. */
  sinceMark(): Value[] {
    const values = this.stack;
    const before = this.#marks.pop();
    if (!before) throw refuse(`no mark at byte ${this.#at}`);
    this.stack = before;
    return values;
  }

  remember(key = this.#memo.size): void {
    const value = this.pop();
    this.#memo.set(key, value);
    this.push(value);
  }

  recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw refuse(`nothing remembered as ${key} at byte ${this.#at}`);
    this.push(value);
  }

  /** Entries for the dictionary, or for what stands for one, on top of the stack. */
  enter(entries: readonly Value[]): void {
    const target = this.pop();
    if (target instanceof Map) {
      for (let n = 0; n + 1 < entries.length; n += 2) target.set(entries[n]!, entries[n + 1]!);
    }
    this.push(target);
  }

  /** Values for the list on top of the stack. */
  append(values: readonly Value[]): void {
    const target = this.pop();
    if (Array.isArray(target)) for (const value of values) target.push(value);
    this.push(target);
  }

  call(): void {
    const [callee, args] = this.pops(2);
    const name = callee instanceof Name ? callee.text : 'what has no name';
    const isDictionary = /^collections\.(OrderedDict|defaultdict)$/.test(name);
    this.push(isDictionary ? new Map() : new Call(name, Array.isArray(args) ? args : []));
  }

  run(): Value {
    while (this.result === undefined) {
      const code = this.u8();
      const step = steps[String.fromCharCode(code)];
      if (!step) throw refuse(`operation 0x${code.toString(16)} at byte ${this.#at - 1}`);
      step(this);
    }
    return this.result;
  }
}

/** What the operations do, by the characters of their codes: those of protocols 2 to 5 that plain data need. */
const steps: Record<string, (m: Machine) => void> = {
  '\x80': (m) => m.u8(), // the protocol
  '\x95': (m) => m.u64(), // a frame
  '(': (m) => m.mark(),
  '0': (m) => m.pop(),
  '.': (m) => { m.result = m.pop(); },
  N: (m) => m.push(null),
  '\x88': (m) => m.push(true),
  '\x89': (m) => m.push(false),
  K: (m) => m.push(m.u8()),
  M: (m) => m.push(m.u16()),
  J: (m) => m.push(m.i32()),
  '\x8a': (m) => m.push(m.long(m.u8())),
  G: (m) => m.push(m.f64()),
  X: (m) => m.push(m.text(m.u32())),
  '\x8c': (m) => m.push(m.text(m.u8())),
  '\x8d': (m) => m.push(m.text(m.u64())),
  U: (m) => m.push(m.text(m.u8())),
  T: (m) => m.push(m.text(m.u32())),
  C: (m) => m.push(m.raw(m.u8())),
  B: (m) => m.push(m.raw(m.u32())),
  '}': (m) => m.push(new Map()),
  ']': (m) => m.push([]),
  '\x8f': (m) => m.push([]), // a set
  ')': (m) => m.push([]), // a tuple
  '\x85': (m) => m.push(m.pops(1)),
  '\x86': (m) => m.push(m.pops(2)),
  '\x87': (m) => m.push(m.pops(3)),
  t: (m) => m.push(m.sinceMark()),
  s: (m) => m.enter(m.pops(2)),
  u: (m) => m.enter(m.sinceMark()),
  a: (m) => m.append(m.pops(1)),
  e: (m) => m.append(m.sinceMark()),
  '\x90': (m) => m.append(m.sinceMark()),
  q: (m) => m.remember(m.u8()),
  r: (m) => m.remember(m.u32()),
  '\x94': (m) => m.remember(),
  h: (m) => m.recall(m.u8()),
  j: (m) => m.recall(m.u32()),
  c: (m) => m.push(new Name(`${m.line()}.${m.line()}`)),
  '\x93': (m) => m.push(new Name(m.texts(2).join('.'))),
  R: (m) => m.call(),
  '\x81': (m) => m.call(), // of a class
  b: (m) => m.pop(), // what an object is made complete with
  Q: (m) => m.push(new Stored([m.pop()].flat())),
};

/**
 * What a pickle holds.
 * @throws TypeError for one that is damaged, or has operations that plain data do not need.
 */
export const unpickled = (bytes: Uint8Array): Value => new Machine(bytes).run();
