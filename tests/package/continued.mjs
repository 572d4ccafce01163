// Trains every model of everything.mjs twice: in one go, and with a break, over which it is a file.
// For Node and the browser alike.
import { built, everyModel } from './everything.mjs';

const epochs = 4;
const half = 2;

/** The bits of all that a model is. */
const bitsOf = async (model) => [...(await model.save({ optimizer: true }))].join();

async function inOneGo(entry, task) {
  const model = await built(entry, task);
  const { history } = await model.fit(task.x, task.y, { ...task.fit, epochs });
  return { model, losses: history.loss.slice(half) };
}

async function withABreak(entry, task) {
  const first = await built(entry, task);
  await first.fit(task.x, task.y, { ...task.fit, epochs: half });
  const file = await first.save({ optimizer: true });
  await first.dispose();
  const model = await entry.loadModel(file);
  const { history } = await model.fit(task.x, task.y, { ...task.fit, epochs, initialEpoch: half });
  return { model, losses: history.loss };
}

/** What each model came to, both ways: losses, and whether all that is saved has the same bits. */
export async function continued(entry, options) {
  await entry.init(options);
  const all = [];
  for (const task of everyModel) {
    const whole = await inOneGo(entry, task);
    const parts = await withABreak(entry, task);
    all.push({
      name: task.name,
      whole: whole.losses,
      parts: parts.losses,
      same: (await bitsOf(whole.model)) === (await bitsOf(parts.model)),
    });
    await whole.model.dispose();
    await parts.model.dispose();
  }
  return all;
}
