// Archives as torch.save writes them, made by hand, so that they can be wrong in any way.
import { zipSync } from 'fflate';

const text = (string) => new TextEncoder().encode(string);
const u32 = (value) => [...new Uint8Array(Uint32Array.of(value).buffer)];

/** Operations of pickles, as bytes. */
export const op = {
  protocol: [0x80, 2],
  stop: [0x2e],
  string: (value) => [0x58, ...u32(text(value).length), ...text(value)],
  int: (value) => [0x4a, ...u32(value)],
  name: (module, name) => [0x63, ...text(`${module}\n${name}\n`)],
  tuple: (...items) => [0x28, ...items.flat(), 0x74],
  call: (callee, ...args) => [...callee, ...op.tuple(...args), 0x52],
  dict: (entries) => [0x7d, 0x28, ...entries.flatMap(([key, value]) => [...op.string(key), ...value]), 0x75],
  put: (key) => [0x71, key],
  get: (key) => [0x68, key],
};

/** A tensor in storage `key`; strides as of rows one after the other, unless given. */
export function tensor(key, shape, { offset = 0, strides, kind = 'FloatStorage', count = 1 } = {}) {
  const plain = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const storage = [...op.tuple(op.string('storage'), op.name('torch', kind), op.string(key), op.string('cpu'), op.int(count)), 0x51];
  const ints = (list) => op.tuple(...list.map(op.int));
  return op.call(op.name('torch._utils', '_rebuild_tensor_v2'), storage, op.int(offset), ints(shape), ints(strides ?? plain), [0x89]);
}

/** An archive of a pickle's operations and its storages. */
export function archive(root, storages = {}, others = {}) {
  const members = { 'net/data.pkl': Uint8Array.from([...op.protocol, ...root, ...op.stop]) };
  for (const [key, elements] of Object.entries(storages)) members[`net/data/${key}`] = new Uint8Array(elements.buffer);
  return zipSync({ ...members, ...others }, { level: 0 });
}

/** Numbers in -1 ... 1, the same every time. */
export const numbers = (count, seed = 1) => Float32Array.from({ length: count }, (_, n) => Math.sin(n * 12.9898 + seed * 78.233));

/** A state dict of shapes by name: each tensor a storage. */
export function stateDict(shapes, wrap = (root) => root) {
  const entries = Object.entries(shapes);
  const storages = entries.map(([, shape], n) => [n, numbers(shape.reduce((a, b) => a * b, 1), n)]);
  const root = op.dict(entries.map(([name, shape], n) => [name, tensor(String(n), shape)]));
  return archive(wrap(root), Object.fromEntries(storages));
}
