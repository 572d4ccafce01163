// Plain data laid flat, as core reads it (tape.hpp): a value is its kind, the size of what follows, and that.

/** A tape's bytes. */
export type Tape = Uint8Array;

/** Levels: what is nested deeper is no options. */
const deepest = 64;

const utf8 = new TextEncoder();

/** What JSON can say, laid one after the other. */
class Reel {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  /** The value alone, as bytes of its own. */
  laid(value: unknown): Tape {
    this.#end = 0;
    this.#lay(value);
    return this.#bytes.slice(0, this.#end);
  }

  #lay(value: unknown, depth = 0): void {
    if (depth === deepest) throw new Error(`more than ${deepest} levels`);
    if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') this.#item(value ? 't' : 'f');
    else if (Array.isArray(value)) this.#item('[', value, depth);
    else if (value) this.#item('{', Object.entries(value).flat(), depth);
    else this.#item('n');
  }

  /** Its head, and then its parts, whose size the head tells. */
  #item(kind: string, parts: readonly unknown[] = [], depth = 0): void {
    const head = this.#head(kind, 0);
    for (const part of parts) this.#lay(part, depth + 1);
    this.#view.setUint32(head + 1, this.#end - head - 5, true);
  }

  #number(value: number): void {
    this.#head('#', 8);
    this.#view.setFloat64(this.#end - 8, value, true);
  }

  #text(value: string): void {
    if (/\p{Surrogate}/u.test(value)) throw new Error(`half a character in ${JSON.stringify(value)}`);
    const text = utf8.encode(value);
    this.#head('"', text.length);
    this.#bytes.set(text, this.#end - text.length);
  }

  /** Where it is; so many bytes after it are left to be written. */
  #head(kind: string, size: number): number {
    const head = this.#end;
    this.#end += 5 + size;
    if (this.#end > this.#bytes.length) this.#grow();
    this.#bytes[head] = kind.charCodeAt(0);
    this.#view.setUint32(head + 1, size, true);
    return head;
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#end);
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

const reel = new Reel(); // one for all: most are short, and many

const laid = (value: unknown): Tape => reel.laid(value);

/** Whole numbers on a tape. */
export const tapeOf = (numbers: readonly number[]): Tape => laid(numbers);

/**
 * Options on a tape. They are what JSON makes of them, where what JSON can't say is a word that errors can show.
 * Throws TypeError for options that are part of themselves, or that throw when they are read.
 */
export function tape(options: object): Tape {
  try {
    const text = JSON.stringify(options, (_, value) => {
      const sayable = typeof value === 'number' ? Number.isFinite(value) : !unsayable.has(typeof value);
      return sayable ? value : String(value);
    });
    return laid(JSON.parse(text));
  } catch (cause) {
    throw new TypeError(`lstm: expected plain options, got others: ${(cause as Error).message}`, { cause });
  }
}
const unsayable = new Set(['bigint', 'function', 'symbol']);

/** JSON on a tape, if it is JSON. */
export function lay(json: Uint8Array): Tape | undefined {
  try {
    return laid(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json)));
  } catch {
    return undefined;
  }
}
