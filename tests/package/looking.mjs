// Trains every model of everything.mjs twice: alone, and looked at in every way after every batch and every
// epoch. For both entries.
import { built, everyModel, tokens } from './everything.mjs';

const epochs = 3;

/** The bits of all that a model is. */
const bitsOf = async (model) => [...(await model.save({ optimizer: true }))].join();

/** Some samples of a tensor, the first ones. */
const some = ({ data, shape }, count) => ({ data: data.slice(0, (data.length / shape[0]) * count), shape: [count, ...shape.slice(1)] });

const isStateful = (entry, task) => JSON.stringify(task.make(entry).layers).includes('"stateful":true');

async function lookAround(model, { x, y }, carries) {
  await model.evaluate(some(x, 10), some(y, 10), { batchSize: 5 });
  await model.predict(some(x, 6), { batchSize: 3 });
  await model.predict(some(x, 6), { states: {}, batchSize: 6 });
  await model.inspect(some(x, 7));
  const { h } = Object.values(await model.getStates())[0] ?? { h: { shape: [6] } };
  if (h.shape[0] !== 6) throw new Error('the states of a prediction are there to be read');
  if (!carries) await model.resetStates(); // which would be saved
}

async function trained(entry, task, looks, options) {
  const model = await built(entry, task);
  const look = () => lookAround(model, task, isStateful(entry, task));
  const { history } = await model.fit(task.x, task.y, {
    ...task.fit,
    epochs,
    ...(looks && { callbacks: { onBatchEnd: look, onEpochEnd: look } }),
    ...options,
  });
  const bits = await bitsOf(model);
  await model.dispose();
  return { loss: history.loss, bits };
}

async function written(entry, looks) {
  const text = String.fromCharCode(...tokens(3000, 20).map((token) => 97 + token));
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [64], dropout: 0.1, seed: 2 });
  const look = async () => {
    await lm.evaluate(text.slice(0, 200));
    await lm.score('abc');
    await lm.inspect('abcd');
    await lm.nextProbabilities('ab');
    await lm.generate({ prompt: 'abc', length: 3 }).next();
  };
  const options = looks ? { validationSplit: 0, callbacks: { onStep: look, onEpochEnd: look } } : {};
  const { history } = await lm.fit(text, { sequenceLength: 16, batchSize: 32, epochs: 2, ...options });
  return { loss: history.loss, bits: await bitsOf(lm) };
}

/** Of every model: was it the same all the same? */
export async function looking(entry, options) {
  await entry.init(options);
  const all = [];
  const compare = (name, a, b) => all.push({ name, same: JSON.stringify(a) === JSON.stringify(b) });
  for (const task of everyModel) {
    const alone = await trained(entry, task, false);
    compare(task.name, await trained(entry, task, true), alone);
    if (task.fit.validationSplit) continue;
    const validated = await trained(entry, task, false, { validationData: [some(task.x, 8), some(task.y, 8)] });
    compare(`validated: ${task.name}`, validated, alone);
  }
  compare('a language model', await written(entry, true), await written(entry, false));
  return all;
}
