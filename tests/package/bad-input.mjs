// Spoils the arguments of every call, over and over: node bad-input.mjs <entry> <runs a call> <seed>.
// Every call must give a result or an error that the package explains, soon, and a call that was refused
// must leave the model as it was. Prints what it tried, as JSON.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calls, subjects } from './calls.mjs';
import { planted, spoiling } from './strange.mjs';

const [, , name, runs, seed] = process.argv;
const entry = await import(name);
const seconds = 2; // of processor time: the machine may be busy
const tried = { cases: 0, badInputs: 0, hangs: 0, crashes: 0, lostWeights: 0 };

const models = await subjects(entry);
const files = {};
for (const [subject, model] of Object.entries(models)) files[subject] = await model.save({ optimizer: true });

/** The model as it was. */
async function restore(subject) {
  models[subject].dispose();
  const load = subject === 'writer' ? entry.loadLanguageModel : entry.loadModel;
  models[subject] = await load(files[subject]);
}

const isExplained = (error) =>
  /planted by the test|proxy that has been revoked/.test(error?.message) || // the value's own
  error?.name === 'AbortError' || error?.name === 'TimeoutError' ||
  ([Error, TypeError, RangeError].includes(error?.constructor) && error.message.startsWith('lstm: '));

function callee({ name: path, subject }) {
  if (subject) return models[subject][path].bind(models[subject]);
  return path.split(' ')[0].split('.').reduce((object, part) => object[part], entry);
}

async function outcome({ run, ...call }, args) {
  const began = process.cpuUsage();
  try {
    const method = callee(call);
    await (run ? run(method, args, entry) : method(...args));
    return { done: true };
  } catch (error) {
    return { error };
  } finally {
    const { user, system } = process.cpuUsage(began);
    assert.ok((user + system) / 1e6 < seconds, `${call.name} took ${(user + system) / 1e6} s`);
  }
}

for (const call of calls) {
  await fc.assert(
    fc.asyncProperty(spoiling, async (spoiled) => {
      const { name: method, subject, changes } = call;
      const valid = await call.valid(entry, models[subject]);
      const { done, error } = await outcome(call, spoiled.apply(valid));
      ++tried.cases;
      if (error !== undefined || !done) {
        ++tried.badInputs;
        assert.ok(isExplained(error), `${subject ?? ''} ${method}: ${error?.name}: ${error?.stack ?? String(error)}`);
      }
      if (!subject) return;
      const stopped = ['AbortError', 'TimeoutError'].includes(error?.name) || error?.message?.includes(planted) || /finite (loss|gradients|weights)/.test(error?.message);
      if (!(changes && (done || stopped))) {
        const file = await models[subject].save({ optimizer: true });
        assert.ok(Buffer.from(file).equals(files[subject]), `${method} changed the model: ${error}`);
      } else {
        await restore(subject);
      }
    }),
    { numRuns: Number(runs), seed: Number(seed), endOnFailure: true },
  );
}
console.log(JSON.stringify(tried));
process.exit();
