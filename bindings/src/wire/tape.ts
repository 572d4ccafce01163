// Plain data laid flat, as core reads it (tape.hpp): a value is its kind, the size of what follows, and that.

/** A tape's bytes. */
export type Tape = Uint8Array;

/** Levels: what is nested deeper is no options. */
const deepest = 64;

const utf8 = new TextEncoder();

function item(kind: string, parts: Uint8Array[] = []): Tape {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(5 + size);
  bytes[0] = kind.charCodeAt(0);
  new DataView(bytes.buffer).setUint32(1, size, true);
  let at = 5;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function textOf(value: string): Tape {
  if (/\p{Surrogate}/u.test(value)) throw new Error(`half a character in ${JSON.stringify(value)}`);
  return item('"', [utf8.encode(value)]);
}

/** What JSON can say, on a tape. */
function laid(value: unknown, depth = 0): Tape {
  if (depth === deepest) throw new Error(`more than ${deepest} levels`);
  const inner = (its: unknown) => laid(its, depth + 1);
  if (typeof value === 'number') return item('#', [new Uint8Array(Float64Array.of(value).buffer)]);
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return item('[', value.map(inner));
  if (typeof value === 'boolean') return item(value ? 't' : 'f');
  return value ? item('{', Object.entries(value).flat().map(inner)) : item('n');
}

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
