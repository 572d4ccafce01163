// npm run try:models -- FOLDER: opens every model below a folder, and compares what it predicts with what is written
// beside it, or with the engine that it is for. A line for each; status 1 where one opened wrong.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { init } from 'lstm-wasm';
import { Differences, nudged, writtenBeside } from './try/compare.mjs';
import { inputsOf, randomInputs } from './try/inputs.mjs';
import { keras } from './try/keras.mjs';
import { ml5 } from './try/ml5.mjs';
import { onnx } from './try/onnx.mjs';
import { pytorch } from './try/pytorch.mjs';
import { tfjs } from './try/tfjs.mjs';
import { timeOf } from './try/time.mjs';

/** Who opens which files: `opens(path)`, `open(path)` gives `{ model, notes }`, `engine(path)` what else predicts:
 * `name`, `predict(x)`, of several inputs `predict([...])`, `dispose()`; `shape` of its input without the batch, or
 * `shapes` of several, where it says it, `batch` where that is fixed; `resetStates()` of what carries them; `isFar` where its times are those of the way to it. */
const readers = [tfjs, keras, pytorch, onnx, ml5];

/** More than this of the largest output, and they do not agree; or times what a rounding of the inputs does. */
const most = 1e-4;
const mostRoundings = 8;

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

const short = (number) => number.toPrecision(2);
const inWords = (error) => String(error?.message ?? error).split('\n')[0];

/** All outputs, of a model or an engine, for all inputs. */
const predicted = async (one, x) => [await one.predict(x.length === 1 ? x[0] : x)].flat();

/** Compares a model with what is written, and with an engine on three inputs. */
async function compared(path, model, input, engine) {
  const [differences, roundings] = [new Differences(), new Differences()];
  const fresh = (one, x) => {
    if (input.carries) one.resetStates();
    return predicted(one, x);
  };
  for (const { x, y } of writtenBeside(path, input)) differences.add(await fresh(model, x), y);
  for (const x of engine ? randomInputs(input) : []) {
    const wanted = await fresh(engine, x);
    differences.add(await fresh(model, x), wanted);
    roundings.add(await fresh(engine, nudged(x)), wanted);
  }
  return { difference: differences.count > 0 ? differences.of : undefined, rounding: roundings.of };
}

/** Milliseconds of a prediction at batch 1 and 32, here and there. */
async function timed(model, input, engine) {
  const times = [];
  for (const batch of input.carries ? [1] : [1, 32]) {
    const [x] = randomInputs(input, batch);
    const beside = engine && !engine.isFar && (input.batch ?? batch) === batch;
    times.push([await timeOf(() => predicted(model, x)), beside ? await timeOf(() => predicted(engine, x)) : undefined]);
  }
  return times;
}

/** What a model reads, as its engine says of it. */
function saidBy({ shape, shapes = shape && [shape], batch }, { inputs, ...others }) {
  const shaped = shapes ? inputs.map((input, n) => ({ ...input, shape: shapes[n] })) : inputs;
  return { ...others, inputs: shaped, ...(batch && { batch }) };
}

/** The engine, if it predicts anything at all. */
async function working(reader, path, input) {
  try {
    const engine = await reader.engine(path);
    const its = saidBy(engine, input);
    await predicted(engine, randomInputs(its)[0]);
    return { engine, input: its };
  } catch (error) {
    return { input, why: inWords(error) };
  }
}

async function tried(reader, path) {
  let opened;
  try {
    opened = await reader.open(path);
  } catch (error) {
    return { state: 'refused', words: inWords(error) };
  }
  const { model, notes } = opened;
  const { engine, input, why } = await working(reader, path, await inputsOf(model));
  const { difference, rounding } = await compared(path, model, input, engine);
  const times = await timed(model, input, engine);
  model.dispose();
  engine?.dispose();
  const state = difference === undefined ? 'opened' : difference <= Math.max(most, mostRoundings * rounding) ? 'agrees' : 'differs';
  return { state, difference, rounding, times, engine: engine?.name, words: [...(why ? [`no engine: ${why}`] : []), ...notes].join('; ') };
}

function lineOf({ state, difference, rounding, times, engine, words }) {
  const shaky = rounding > most / mostRoundings ? ` (a rounding of the inputs: ${short(rounding)})` : '';
  const of = difference === undefined ? '' : ` by ${short(difference)} of the largest${shaky}`;
  const [one, many] = (times ?? []).map(([here, there]) => `${short(here)} ms${there === undefined ? '' : ` (${engine} ${short(there)} ms)`}`);
  const took = [one && `, batch 1 ${one}`, many && `, 32 ${many}`].filter(Boolean).join('');
  return `${state}${of}${took}${words ? `: ${words}` : ''}`;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run try:models -- FOLDER');
await init({ threads: 1 });
const counts = {};
const gains = [];
for (const path of filesBelow(folder)) {
  const reader = readers.find(({ opens }) => opens(path));
  if (!reader) continue;
  const result = await tried(reader, path);
  counts[result.state] = (counts[result.state] ?? 0) + 1;
  const [[here, there] = []] = result.times ?? [];
  if (there !== undefined) gains.push(there / here);
  console.log(`${relative(folder, path)}: ${lineOf(result)}`);
}
console.log(Object.entries(counts).map(([state, count]) => `${count} ${state}`).join(', '));
if (gains.length > 0) {
  console.log(`at batch 1 ${short(Math.exp(gains.reduce((sum, gain) => sum + Math.log(gain), 0) / gains.length))} x their engines' speed, geometric mean of ${gains.length}`);
}
process.exitCode = counts.differs ? 1 : 0;
