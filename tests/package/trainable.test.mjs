// Layers that are frozen, dicts that fit in part, and files of floats of 16 bits; in the calling thread
// and in the worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const entries = { direct, worker: inWorker };
const everywhere = (name, run) => {
  for (const [where, entry] of Object.entries(entries)) test(`${name} (${where})`, () => run(entry));
};

const x = [[1, 2, 3, 0], [4, 3, 2, 1], [0, 0, 4, 1], [2, 2, 1, 3]];
const y = [1, -1, 0.5, 0];

/** Five tokens to a number. */
async function numbers({ sequential, layers, optimizers }, embedding = {}, seed = 1, units = 1) {
  const model = await sequential({
    seed,
    layers: [
      layers.embedding({ inputDim: 5, outputDim: 3, ...embedding }),
      layers.bidirectional({ layer: layers.lstm({ units: 4 }) }),
      layers.dense({ units }),
    ],
  });
  await model.compile({ loss: 'meanSquaredError', optimizer: optimizers.adamw({ learningRate: 0.05, weightDecay: 0.1 }) });
  return model;
}

/** The layers whose weights `call` changed. */
async function changed(model, call) {
  const before = await model.stateDict();
  await call();
  const after = await model.stateDict();
  const names = Object.keys(after).filter((name) => String(before[name].data) !== String(after[name].data));
  return [...new Set(names.map((name) => name.split('.')[0]))];
}

everywhere('word vectors from elsewhere stay as they are; the rest learns from them', async (entry) => {
  const vectors = Array.from({ length: 5 }, (_, n) => [n, -n, n / 2]);
  const model = await numbers(entry, { trainable: false });
  await model.loadStateDict({ 'embedding.weight': vectors }, { strict: false });
  const { history } = await model.fit(x, y, { epochs: 60 });
  assert.ok(history.loss.at(-1) < 0.1 * history.loss[0]);
  assert.deepEqual((await model.stateDict())['embedding.weight'].toArray(), vectors);
});

everywhere('setTrainable freezes and thaws, between fits and in the middle of one', async (entry) => {
  const model = await numbers(entry);
  const fit = (callbacks) => model.fit(x, y, { epochs: 1, batchSize: 2, callbacks });
  assert.deepEqual(await changed(model, fit), ['embedding', 'bidirectional', 'dense']);
  await model.setTrainable('bidirectional', false);
  assert.deepEqual(await changed(model, fit), ['embedding', 'dense']);
  await model.setTrainable('bidirectional', true);
  let first;
  const afterFirst = async (batch) => {
    if (batch === 0) {
      first = await model.stateDict();
      await model.setTrainable('embedding', false);
    }
  };
  assert.deepEqual(await changed(model, () => fit({ onBatchEnd: afterFirst })), ['embedding', 'bidirectional', 'dense']);
  assert.deepEqual((await model.stateDict())['embedding.weight'], first['embedding.weight']);
  await assert.rejects(async () => model.setTrainable('lstm', false), {
    name: 'TypeError',
    message: "lstm: expected the name of a layer, got 'lstm'",
  });
  await assert.rejects(async () => model.setTrainable('dense'), {
    name: 'TypeError',
    message: 'lstm: expected trainable in setTrainable to be a boolean, got undefined',
  });
});

everywhere('what is frozen is in the summary and in the file', async (entry) => {
  const model = await numbers(entry, { trainable: false });
  assert.match(await model.summary(), /Total parameters: 280\nTrainable parameters: 265\nNon-trainable parameters: 15\n$/);
  assert.equal(await model.countParams(), 280);
  await model.fit(x, y);
  const loaded = await entry.loadModel(await model.save({ optimizer: true }));
  assert.equal(await loaded.summary(), await model.summary());
  assert.deepEqual(await changed(loaded, () => loaded.fit(x, y)), ['bidirectional', 'dense']);
});

everywhere('an old body gets a new head: strict false takes what fits, and tells', async (entry) => {
  const old = await numbers(entry);
  await old.fit(x, y, { epochs: 3 });
  const dict = await old.stateDict();
  const model = await numbers(entry, {}, 2, 3);
  const { 'dense.bias': _, ...rest } = dict;
  const given = { ...rest, 'encoder.weight': [[1]] };
  await assert.rejects(async () => model.loadStateDict(given), /expected 'dense.weight' of shape \[3, 8\] in the state dict, got \[1, 8\]/);
  const head = (await model.stateDict())['dense.weight'];
  const report = await model.loadStateDict(given, { strict: false });
  const body = Object.keys(dict).filter((name) => !name.startsWith('dense'));
  assert.deepEqual(report, {
    loadedKeys: body,
    missingKeys: ['dense.bias'],
    unexpectedKeys: ['encoder.weight'],
    mismatchedKeys: ['dense.weight'],
  });
  const now = await model.stateDict();
  for (const name of body) assert.deepEqual(now[name], dict[name], name);
  assert.deepEqual(now['dense.weight'], head);
  assert.deepEqual(await model.loadStateDict(now), {
    loadedKeys: Object.keys(now),
    missingKeys: [],
    unexpectedKeys: [],
    mismatchedKeys: [],
  });
});

everywhere('a language model takes what fits too', async ({ languageModel, tokenizers }) => {
  const make = (text, seed) => languageModel({ tokenizer: tokenizers.char(text), units: [4], embeddingDim: 3, seed });
  const model = await make('abcdef', 2);
  const { loadedKeys, mismatchedKeys } = await model.loadStateDict(await (await make('abc', 1)).stateDict(), { strict: false });
  assert.deepEqual(mismatchedKeys, ['embedding.weight', 'dense.weight', 'dense.bias']);
  assert.equal(loadedKeys.length, 4);
});

/** A safetensors file of tensors that are given by their bits. */
function fileOf(tensors, metadata) {
  let at = 0;
  const header = metadata ? { __metadata__: metadata } : {};
  for (const [name, { dtype, shape, bits }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, (at += bits.byteLength)] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, ...Object.values(tensors).map(({ bits }) => Buffer.from(bits.buffer))]));
}

/** The upper half of each float: a bfloat16, rounded towards zero. */
const halved = (floats) => Uint16Array.from(new Uint32Array(Float32Array.from(floats).buffer), (bits) => bits >>> 16);

everywhere("any safetensors file's tensors are read, also of 16 bits", async ({ readSafetensors }) => {
  const file = fileOf({
    half: { dtype: 'F16', shape: [2, 2], bits: Uint16Array.of(0x3c00, 0x8001, 0x7c00, 0xb555) },
    'encoder.bfloat': { dtype: 'BF16', shape: [2], bits: Uint16Array.of(0x4049, 0xff80) },
    single: { dtype: 'F32', shape: [1], bits: Float32Array.of(0.1) },
  });
  const dict = await readSafetensors(file);
  assert.deepEqual(dict.half.toArray(), [[1, -(2 ** -24)], [Infinity, -0.333251953125]]);
  assert.deepEqual(dict['encoder.bfloat'].toArray(), [3.140625, -Infinity]);
  assert.deepEqual(dict.single.data, Float32Array.of(0.1));
  assert.deepEqual(await readSafetensors(file.buffer), dict);
  const whole = fileOf({ steps: { dtype: 'I64', shape: [1], bits: BigInt64Array.of(7n) } });
  await assert.rejects(readSafetensors(whole), {
    name: 'TypeError',
    message: "lstm: expected elements of type F32, F16 or BF16 in tensor 'steps', got I64",
  });
  await assert.rejects(readSafetensors('file'), TypeError);
});

everywhere('a model that was made half as large is loaded, and so is its dict', async (entry) => {
  const model = await numbers(entry);
  const dict = await model.stateDict();
  const file = await model.save();
  const end = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
  const { __metadata__: metadata } = JSON.parse(new TextDecoder().decode(file.subarray(8, end)));
  const tensors = Object.entries(dict).map(([name, { data, shape }]) => [name, { dtype: 'BF16', shape, bits: halved(data) }]);
  const half = fileOf(Object.fromEntries(tensors), metadata);
  const loaded = await entry.loadModel(half);
  const other = await numbers(entry, {}, 2);
  await other.loadStateDict(await entry.readSafetensors(half));
  const exact = (await model.predict(x)).data;
  const got = (await loaded.predict(x)).data;
  assert.deepEqual((await other.predict(x)).data, got);
  assert.ok(exact.every((value, n) => Math.abs(value - got[n]) < 0.05), `${exact} ${got}`);
});
