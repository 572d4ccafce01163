// Creates, trains and disposes of models, over and over: for Node and the browser alike.
import { built, everyModel } from './everything.mjs';

const text = 'the tide comes in, the boats go out. '.repeat(10);

async function textRound(entry) {
  const lm = await entry.languageModel({ tokenizer: entry.tokenizers.char(text), units: [16], seed: 1 });
  await lm.fit(text, { steps: 2, batchSize: 2, sequenceLength: 16, callbacks: { onStep() {} } });
  for await (const piece of lm.generate({ prompt: 'the ', length: 100 })) if (piece === ' ') break;
  await lm.score(text);
  await lm.dispose();
}

async function streamRound({ layers, sequential }) {
  const model = await sequential({ layers: [layers.gru({ units: 16, inputShape: [null, 1] })] });
  await model.attribute([[[1], [2]]], { steps: 2 });
  await model.attribute([[[1]]], { output: 99 }).catch(() => {}); // refused
  const stream = await model.stream();
  await model.dispose();
  await stream.step([1]);
  await stream.dispose();
}

/** One of each kind of model, saved and loaded as well. */
export async function round(entry, n) {
  const task = everyModel[n % everyModel.length];
  const model = await built(entry, task, n);
  await model.fit(task.x, task.y, { ...task.fit, callbacks: { onBatchEnd() {} } });
  await model.evaluate(task.x, task.y, { batchSize: 16 });
  const loaded = await entry.loadModel(await model.save({ optimizer: true }));
  await loaded.predict(task.x, { batchSize: 16 });
  await entry.loadModel(new Uint8Array(8)).catch(() => {}); // refused
  await model.fit(task.x, task.x).catch(() => {}); // refused
  await model.dispose();
  await loaded.dispose();
  await textRound(entry);
  await streamRound(entry);
}
