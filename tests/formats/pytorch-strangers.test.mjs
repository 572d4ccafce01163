// Damaged and hostile files in place of state dicts: refused in words, before memory is taken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { layers } from 'lstm-wasm';
import { fromPyTorch, guessLayers, readStateDict } from 'lstm-wasm/pytorch';
import { isRefusal, refusedWith, refusesEveryCut, survivesDamage } from './strangers.mjs';
import { archive, numbers, op, stateDict, tensor } from './torch-archive.mjs';

const list = [layers.simpleRNN({ units: 2, inputShape: [null, 1] }), layers.dense({ units: 1 })];
const shapes = { 'rnn.weight_ih_l0': [2, 1], 'rnn.weight_hh_l0': [2, 2], 'rnn.bias_ih_l0': [2], 'rnn.bias_hh_l0': [2], 'fc.weight': [1, 2], 'fc.bias': [1] };
const good = stateDict(shapes);
const read = (bytes) => fromPyTorch(bytes, { layers: list });
const refuses = (file, words) => assert.rejects(readStateDict(file), refusedWith(words));

test('a file cut at any byte is refused', () => refusesEveryCut(good, read));

test('a pickle cut at any byte is refused', async () => {
  const root = op.dict([['fc.weight', tensor('0', [1, 2])], ['fc.bias', tensor('1', [1])]]);
  const pickle = [...op.protocol, ...root];
  for (let size = 0; size <= pickle.length; ++size) {
    await assert.rejects(readStateDict(zipSync({ 'net/data.pkl': Uint8Array.from(pickle.slice(0, size)) }, { level: 0 })), isRefusal);
  }
});

test('a file with any bytes changed is read or refused', async () => {
  const refused = await survivesDamage(good, read, { runs: 2000 });
  assert.ok(refused > 500, `${refused} of 2000`);
});

test('any operations in place of a pickle are read or refused', async () => {
  const codes = fc.constantFrom(0x28, 0x2e, 0x30, 0x4e, 0x4b, 0x4d, 0x4a, 0x8a, 0x58, 0x7d, 0x5d, 0x29, 0x85, 0x86, 0x87, 0x74, 0x73, 0x75, 0x61, 0x65, 0x71, 0x68, 0x52, 0x81, 0x62, 0x51, 0, 1, 2);
  await fc.assert(
    fc.asyncProperty(fc.array(codes, { maxLength: 60 }), (bytes) => readStateDict(archive(bytes)).then(() => {}, isRefusal)),
    { numRuns: 2000, seed: 1 },
  );
});

test('tensors outside of their storage, or of other numbers, are refused', async () => {
  const one = (key, shape, options) => archive(op.dict([['fc.weight', tensor(key, shape, options)]]), { 0: numbers(6) });
  await refuses(one('0', [2, 4]), /expected 'fc.weight' of shape \[2, 4\] within its storage, got one of 24 bytes/);
  await refuses(one('0', [2, 3], { offset: 1 }), /within its storage/);
  await refuses(one('0', [2, 3], { strides: [4, 1] }), /within its storage/);
  await refuses(one('0', [3, 3], { strides: [1, 1] }), /within its storage/);
  await refuses(one('1', [2, 3]), /expected the storage '1' of 'fc.weight' in the archive, got none/);
  await refuses(one('0', [2], { kind: 'LongStorage' }), /expected floating-point numbers in 'fc.weight', got a torch.LongStorage/);
});

test('a storage that is taken over and over is refused before it is', async () => {
  const many = op.dict(Array.from({ length: 2000 }, (_, n) => [`a${n}.weight`, tensor('0', [100, 100])]));
  await assert.rejects(readStateDict(archive(many, { 0: numbers(10_000) })), refusedWith(/expected tensors of at most \d+ elements in a file of as many bytes/));
  const wide = op.dict([['fc.weight', tensor('0', [2 ** 30, 2 ** 30], { strides: [0, 0] })]]);
  await assert.rejects(readStateDict(archive(wide, { 0: numbers(1) })), refusedWith(/tensors of at most/));
});

test('dictionaries in themselves, and the same ones many times, are refused', async () => {
  const loop = [0x7d, ...op.put(0), 0x28, ...op.string('a'), ...op.get(0), 0x75];
  await refuses(archive(loop), /dictionaries nested at most 8 deep, each once, got more in 'a\.'/);
  let laughs = op.dict([]);
  for (let n = 0; n < 8; ++n) laughs = [...laughs, ...op.put(n), 0x30, ...op.dict([['a', op.get(n)], ['b', op.get(n)]])];
  await refuses(archive(laughs), /each once, got more in/);
  let deep = op.dict([]);
  for (let n = 0; n < 5000; ++n) deep = [0x7d, ...op.string('a'), ...deep, 0x73];
  await refuses(archive(deep), /nested at most 8 deep/);
});

test('archives that would grow, and directories that lie, are refused', async () => {
  const bomb = zipSync({ 'net/data.pkl': new Uint8Array(5e6) }, { level: 9 });
  await refuses(bomb, /expected members of at most 100 times the archive's \d+ bytes, got 5000000/);
  const directory = (bytes) => new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  const lying = zipSync({ 'net/data.pkl': new Uint8Array(500).fill(7) }, { level: 9 });
  new DataView(lying.buffer).setUint32(directory(lying) + 24, 0xfffffff0, true); // its size before it was compressed
  await refuses(lying, /expected members of at most 100 times/);
  const many = good.slice();
  new DataView(many.buffer).setUint16(many.length - 14, 0xffff, true); // how many members there are
  await refuses(many, /expected a whole zip archive/);
});

test('other files are refused by what they are', async () => {
  await refuses(new Uint8Array(0), /got 0 other bytes/);
  await refuses(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 0x1a, 10), /an HDF5 file, which lstm-wasm\/keras reads/);
  await refuses(new TextEncoder().encode('{"a": 1'), /expected JSON in the file/);
  await refuses(new TextEncoder().encode('{"a": [1, [2]]}'), /expected a number in a, got an array of length 1/);
  await refuses(new TextEncoder().encode('{"architecture": "LSTM", "weights": [1, 2]}'), /a Neural Amp Modeler's LSTM, whose numbers have no names/);
  await refuses(zipSync({ 'a.txt': new Uint8Array(3) }), /with a data.pkl, got one without/);
  await refuses(archive(op.dict([['epoch', op.int(3)]])), /expected tensors in the state dict, got none beside epoch/);
  await refuses('a path', /expected the file in readStateDict as a Uint8Array or ArrayBuffer, got "a path" \(a string\)/);
  await assert.rejects(guessLayers(good, {}), isRefusal);
});
