// ONNX Runtime, which says what a file computes.
import assert from 'node:assert/strict';
import ort from 'onnxruntime-node';

/** Numbers that look random, the same every time. */
export const numbers = (count, seed) => Float32Array.from({ length: count }, (_, n) => Math.sin(n * 12.9898 + seed * 78.233));

/** What a file gives for its inputs, in their order. */
export async function runAll(file, ...inputs) {
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = inputs.map(({ data, shape }, n) => [session.inputNames[n], new ort.Tensor(data, shape)]);
  const results = await session.run(Object.fromEntries(feeds));
  const outputs = session.outputNames.map((name) => ({ data: results[name].data, shape: results[name].dims }));
  await session.release();
  return outputs;
}

/** Its first output. */
export const run = async (...given) => (await runAll(...given))[0];

/** Are two lists of numbers the same, but for rounding? */
export function close(expected, came, what) {
  assert.equal(came.length, expected.length, what);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const worst = expected.reduce((most, value, n) => Math.max(most, Math.abs(value - came[n])), 0);
  assert.ok(worst < 2e-6 * Math.max(1, largest), `${what}: ${worst} of ${largest}`);
}

/** Does it give what the model predicts, for inputs of some shapes? */
export async function closeToRuntime(model, { model: file }, shapes, ofTokens, tokens) {
  for (const [n, shape] of shapes.entries()) {
    const count = shape.reduce((a, b) => a * b, 1);
    const data = ofTokens ? (tokens ?? Int32Array.from({ length: count }, (_, at) => (at * 7 + n) % 5)) : numbers(count, n + 1);
    const ours = await model.predict({ data, shape });
    const theirs = await run(file, { data, shape });
    if (ours.shape) assert.deepEqual(theirs.shape, ours.shape);
    close(Array.from(ours.data), Array.from(theirs.data).slice(-ours.data.length), shape.join(' x '));
  }
}
