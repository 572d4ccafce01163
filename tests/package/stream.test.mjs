// Streams: a model asked step by step gives what it predicts of the whole; at once and without a promise where it
// is in this thread; and nothing of it stays behind.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as direct from 'lstm-wasm';
import { everywhere } from './cells.mjs';
import { numbers, tensor } from './everything.mjs';

const [T, F] = [16, 3];
const x = numbers(3 * T * F, 1);
/** Step t of so many sequences. */
const at = (t, batch = 1) => Array.from({ length: batch }, (_, b) => [...x.subarray((b * T + t) * F, (b * T + t + 1) * F)]);

const stack = ({ layers: l }) => [
  l.conv1D({ filters: 4, kernelSize: 3, padding: 'causal', dilationRate: 2, activation: 'relu', inputShape: [null, F] }),
  l.maxPooling1D({ poolSize: 3, strides: 2 }),
  l.gru({ units: 5, returnSequences: true, dropout: 0.2 }),
  l.dense({ units: 2, activation: 'softmax' }),
];
const made = (entry) => entry.sequential({ seed: 1, layers: stack(entry) });

const isClose = (got, expected) => {
  assert.equal(got.length, expected.length);
  got.forEach((value, n) => assert.ok(Math.abs(value - expected[n]) <= 1e-6, `${value}, ${expected[n]}`));
};

everywhere('each step that has an output has that of the whole, and again after reset()', async (entry) => {
  const model = await made(entry);
  for (const batch of [1, 3]) {
    const whole = await model.predict(tensor(x.subarray(0, batch * T * F), batch, T, F));
    const stream = await model.stream({ batchSize: batch });
    const other = await model.stream({ batchSize: batch });
    for (const _ of [1, 2]) {
      const came = [];
      for (let t = 0; t < T; ++t) {
        const y = await stream.step(at(t, batch));
        assert.equal(y === null, t < 2 || t % 2 === 1, `${t}`); // a pool of 3, one each 2
        if (y) came.push(y);
      }
      assert.equal(came.length, whole.shape[1]);
      for (let b = 0; b < batch; ++b) {
        const its = came.flatMap((y) => [...y.subarray(b * 2, b * 2 + 2)]);
        isClose(its, [...whole.data.subarray(b * came.length * 2, (b + 1) * came.length * 2)]);
      }
      await stream.reset();
      await other.step(at(7, batch)); // is another sequence
    }
  }
  model.dispose();
});

everywhere('several inputs and outputs, in order or by name; tokens; a fit whose weights it reads', async (entry) => {
  const { input, layers: l, model } = entry;
  const [words, sound] = [input({ shape: [null], dtype: 'int32', name: 'words' }), input({ shape: [null, F], name: 'sound' })];
  const both = l.concatenate().apply([l.embedding({ inputDim: 5, outputDim: 2 }).apply(words), sound]);
  const h = l.lstm({ units: 4, returnSequences: true }).apply(both);
  const last = l.simpleRNN({ units: 2, name: 'last' }).apply(h);
  const late = l.conv1D({ filters: 1, kernelSize: 2, name: 'late' }).apply(h);
  const graph = await model({ inputs: [words, sound], outputs: [last, late] });
  await graph.compile({ loss: 'meanSquaredError' });
  const data = [[[1, 4, 2]], [[at(0)[0], at(1)[0], at(2)[0]]]];
  const stream = await graph.stream();
  for (let n = 0; n < 2; ++n) {
    const [whole, seen] = await graph.predict(data);
    const first = await stream.step([[1], at(0)]);
    assert.equal(first[1], null);
    await stream.step({ sound: x.subarray(F, 2 * F), words: Int32Array.of(4) });
    const [now, once] = await stream.step([[[2]], at(2)[0]]);
    isClose(now, whole.data);
    isClose(once, [seen.data[1]]);
    await graph.fit(data, [[[0.5, 0.5]], [[[1], [1]]]], { epochs: 2 });
    await stream.reset();
  }
});

everywhere('what it can not do it says, by the layer or by what came, and takes no step then', async (entry) => {
  const { layers: l, sequential } = entry;
  const refuses = async (call, name, message) => assert.rejects(async () => call(), { name, message: `lstm: expected ${message}` });
  const both = await sequential({ layers: [l.bidirectional({ layer: l.lstm({ units: 2, inputShape: [null, 1] }), name: 'both' })] });
  await refuses(() => both.stream(), 'TypeError', "layers that read step by step in stream(), got 'both', which reads both ways");
  const model = await made(entry);
  await refuses(() => model.stream({ batchSize: 0 }), 'RangeError', 'batchSize >= 1, got 0');
  await refuses(() => model.stream({ batch: 1 }), 'TypeError', "options of stream among batchSize; got 'batch'");
  const [stream, pair] = [await model.stream(), await model.stream({ batchSize: 2 })];
  await refuses(() => stream.step([1, 2]), 'TypeError', 'x of shape [3] in a step, got [2]');
  await refuses(() => stream.step(new Float32Array(4)), 'TypeError', 'x of shape [3] in a step, got [4]');
  await refuses(() => pair.step(at(0, 3)), 'TypeError', 'x of shape [2, 3] in a step, got [3, 3]');
  await refuses(() => stream.step([1, NaN, 2]), 'TypeError', 'finite numbers in x, got nan at [0, 1]');
  await refuses(() => stream.step(undefined), 'TypeError', 'x to be a nested array of numbers or { data: a typed array, shape: number[] }, got undefined');
  for (let t = 0; t < 3; ++t) assert.equal((await stream.step(at(t))) === null, t < 2);
  model.dispose(); // a stream has what it needs
  assert.equal(await stream.step(at(3)), null);
  stream.dispose();
  await assert.rejects(async () => stream.step(at(0)), /^Error: lstm: expected a stream in use, got one after dispose\(\)$/);
});

test('stepSync gives one array over and over, or writes to that which is given; the worker has none', async () => {
  const model = await made(direct);
  const [one, other] = [model.stream(), model.stream()];
  const out = new Float32Array(2);
  const seen = new Set();
  for (let t = 0; t < T; ++t) {
    const y = one.stepSync(at(t)[0]);
    const given = other.stepSync(x.subarray(t * F, (t + 1) * F), out);
    assert.equal(given, y && out);
    if (!y) continue;
    assert.deepEqual(given, y);
    seen.add(y);
  }
  assert.equal(seen.size, 1);
  const message = 'lstm: expected out in stepSync to be a Float32Array of 2; got an array of length 3';
  assert.throws(() => one.stepSync(at(0), new Float32Array(3)), { name: 'TypeError', message });
  const { layers, sequential } = await import('lstm-wasm/worker');
  const there = await sequential({ layers: stack({ layers }) });
  assert.equal((await there.stream()).stepSync, undefined);
  there.dispose();
});

test('memory that grows between two steps changes nothing', async () => {
  const model = await made(direct);
  const [stream, alone] = [model.stream(), model.stream()];
  const large = [];
  for (let t = 0; t < T; ++t) {
    const expected = await alone.step(at(t));
    large.push(await direct.sequential({ layers: [direct.layers.dense({ units: 1000, inputShape: [1000] })] }));
    assert.deepEqual(stream.stepSync(at(t)), expected);
  }
  for (const one of large) one.dispose();
});

const script = `
  import { memory } from '${new URL('./watched.mjs', import.meta.url)}';
  import { layers, sequential } from 'lstm-wasm';
  const model = await sequential({ layers: [
    layers.conv1D({ filters: 8, kernelSize: 4, padding: 'causal', inputShape: [null, 2] }),
    layers.lstm({ units: 16, returnSequences: true }),
    layers.dense({ units: 2 }),
  ] });
  const stream = model.stream();
  const x = Float32Array.of(0.5, -0.5);
  const steps = () => { for (let n = 0; n < 10000; ++n) stream.stepSync(x); };
  const streams = () => { for (let n = 0; n < 500; ++n) { const one = model.stream(); one.stepSync(x); one.dispose(); } };
  steps(); streams();
  const before = await memory();
  steps(); streams();
  console.log(JSON.stringify({ before, after: await memory() }));`;

test('10,000 steps, and 500 streams made and disposed of, leave the memory as it was', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-e', script]);
  const { before, after } = JSON.parse(stdout);
  assert.equal(after.wasm, before.wasm, stdout);
  assert.ok(after.js < before.js + 2 ** 20 && after.buffers <= before.buffers, stdout);
});
