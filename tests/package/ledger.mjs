// What a module's bytes are for, by room: its functions by the names that the linker keeps beside the module, and
// by where the sources define them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { functionsOf } from './cpp-functions.mjs';

/** The sections of a module, and in that of code its functions; as bytes. */
function taken(wasm) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const piece = (size) => wasm.subarray(at, (at += size));
  const sections = new Map();
  let code = [];
  while (at < wasm.length) {
    const id = wasm[at++];
    const size = number();
    const begin = at;
    if (id === 10) code = Array.from({ length: number() }, () => piece(number()));
    at = begin;
    sections.set(id, piece(size));
  }
  return { sections, code };
}

const dataSection = 11;

/** Without what stands in brackets: templates' and functions' arguments. */
function bare(name) {
  let depth = 0;
  const plain = name.replace(/\(anonymous namespace\)::|operator[^\w\s(]+|\(\)/g, '');
  return [...plain].filter((c) => {
    if ('<({'.includes(c)) ++depth;
    return '>)}'.includes(c) ? depth-- < 0 : depth === 0;
  }).join('');
}

/** Class or function -> the room that defines it. */
function definitions() {
  const rooms = new Map();
  const note = (name, room) => rooms.set(name, rooms.get(name) ?? room);
  const sources = (folder) => readdirSync(folder, { recursive: true }).filter((file) => /\.[ch]pp$/.test(file)).map((file) => [file, join(folder, file)]);
  for (const [file, path] of [...sources('core/src'), ...sources('bindings')]) {
    const room = path.startsWith('bindings') ? 'bindings' : file.split(/[/\\]/)[0];
    const text = readFileSync(path, 'utf8');
    for (const [, name] of text.matchAll(/\b(?:class|struct) (\w+)[^;({]*\{/g)) note(name, room);
    for (const { head } of functionsOf(text)) {
      const name = /([\w:~]+)\($/.exec(head.slice(0, head.indexOf('(') + 1))?.[1];
      if (name) note(name.split('::').at(-2) ?? name, room);
    }
  }
  return rooms;
}

function roomOf(name, rooms) {
  if (name.includes('lstm::bindings')) return 'bindings, and what they alone call';
  if (name.includes('lstm::kernels')) return 'kernels';
  const path = bare(name).split(/\s/).filter((word) => word.includes('lstm::')).at(-1)?.split('::').slice(1) ?? [];
  const known = path.map((part) => rooms.get(part)).find((room) => room);
  return known ?? (/\bstd::|^decltype/.test(name) ? 'standard library' : name.includes('lstm::') ? 'headers of core' : 'runtime');
}

/** Gzipped bytes by room, of a module and its symbols. Apart from each other they are a little more than together. */
export function ledger(wasm, symbols) {
  const { sections, code } = taken(wasm);
  const names = symbols.trim().split('\n').map((line) => line.slice(line.indexOf(':') + 1).replace(/\\([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
  const rooms = definitions();
  const parts = new Map([['data', [sections.get(dataSection)]]]);
  const imports = names.length - code.length;
  for (const [n, bytes] of code.entries()) {
    const room = roomOf(names[imports + n], rooms);
    parts.set(room, [...(parts.get(room) ?? []), bytes]);
  }
  const weighed = [...parts].map(([room, all]) => [room, gzipSync(Buffer.concat(all), { level: 9 }).length]);
  return new Map(weighed.sort(([, a], [, b]) => b - a));
}
