// A program that trains the models of bits-cases.mjs and prints short hashes of all that they come to, by
// case and kind of result: node bits-results.mjs '{"variant":"simd","threads":1}' lstm-wasm
// It keeps its models: threads end with the last one, and would start again for each.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chains, oldChain, oldText, texts } from './bits-cases.mjs';
import { built } from './everything.mjs';

function feed(hash, value) {
  if (ArrayBuffer.isView(value)) hash.update(value);
  else if (typeof value === 'number') hash.update(Float64Array.of(value));
  else if (typeof value === 'string') hash.update(value);
  else {
    for (const [name, part] of Object.entries(value)) {
      if (part !== undefined) feed(hash.update(`${name}:`), part);
    }
  }
}

function short(value) {
  const hash = createHash('sha256');
  feed(hash, value);
  return hash.digest('hex').slice(0, 8);
}

/** Trains it for 50 steps or more. */
async function trained(model, { x, y, fit }, options = { epochs: 25 }) {
  const losses = [];
  const onBatchEnd = (_, { loss }) => void losses.push(loss);
  const history = await model.fit(x, y, { ...fit, ...options, callbacks: { onBatchEnd } });
  return { losses, history };
}

/** What it says of its data, what it carries from there, and what it says when it goes on from that. */
async function read(model, { x, y, fit: { batchSize, sampleWeight } }) {
  const evaluated = await model.evaluate(x, y, { batchSize, sampleWeight });
  const predictions = await model.predict(x, { batchSize });
  const carried = await model.getStates();
  await model.resetStates();
  const inside = await model.inspect(x);
  await model.predict(x, { batchSize, states: {} });
  const states = await model.getStates();
  return { evaluated, predictions, carried, inside, states, further: await model.predict(x, { batchSize, states }) };
}

/** A file: as it is saved again, as its model reads, and as that goes on, frozen in part, at another rate. */
async function loaded(entry, file, task) {
  const model = await entry.loadModel(file);
  const again = await model.save({ optimizer: true });
  const said = await read(model, task);
  await model.resetStates();
  await model.setTrainable(/\n(\w+) \(/.exec(await model.summary())[1], false);
  await model.setLearningRate(1e-3);
  return { again, ...said, ...(await trained(model, task, { epochs: 2 })), file: await model.save() };
}

async function chain(entry, task) {
  const model = await built(entry, task);
  const start = await model.save();
  const learned = await trained(model, task);
  const file = await model.save({ optimizer: true });
  const stateDict = await model.stateDict();
  return { start, ...learned, file, stateDict, ...(await read(model, task)), loaded: await loaded(entry, file, task) };
}

async function trainedText(lm, { text, fit }, entry) {
  const losses = [];
  const onStep = ({ loss }) => void losses.push(loss);
  const options = typeof fit === 'function' ? fit(entry) : fit;
  const history = await lm.fit(text, { ...options, callbacks: { onStep } });
  return { losses, history };
}

/** What it says of its text, but for e^loss, which is the engine's, and how it goes on. */
async function readText(lm, { text, generate }) {
  const { loss } = await lm.evaluate(text);
  const score = await lm.score(text.slice(0, 300));
  const next = await lm.nextProbabilities(generate.prompt);
  const inside = await lm.inspect(text.slice(0, 40));
  let written = '';
  for await (const piece of lm.generate(generate)) written += piece;
  return { loss, score, next, inside, written };
}

async function loadedText(entry, file, task) {
  const lm = await entry.loadLanguageModel(file);
  const again = await lm.save({ optimizer: true });
  return { again, ...(await readText(lm, task)), ...(await trainedText(lm, task, entry)), file: await lm.save() };
}

async function language(entry, task) {
  const lm = await entry.languageModel({ seed: 6, ...task.make(entry) });
  const start = await lm.save();
  const learned = await trainedText(lm, task, entry);
  const file = await lm.save({ optimizer: true });
  return { start, ...learned, file, stateDict: await lm.stateDict(), ...(await readText(lm, task)) };
}

const [options, name] = process.argv.slice(2);
const entry = await import(name);
await entry.init({ ...JSON.parse(options), warnings: false });
const bits = {};
const held = (task, results) => {
  bits[task.name] = Object.fromEntries(Object.entries(results).map(([kind, value]) => [kind, short(value)]));
};
for (const task of chains) held(task, await chain(entry, task));
for (const task of texts) held(task, await language(entry, task));
held(oldChain, await loaded(entry, readFileSync(oldChain.file), oldChain));
held(oldText, await loadedText(entry, readFileSync(oldText.file), oldText));
console.log(JSON.stringify(bits));
