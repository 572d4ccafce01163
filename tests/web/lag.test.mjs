// The page stays free while the worker trains: no task of its main thread takes more than 16 ms. A task's
// processor time counts, as the browser's own trace has it: on a busy machine even an empty page is late,
// so that what a timer sees is compared with what it saw before, when nothing ran.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '../facts.mjs';
import { repository } from './server.mjs';
import { setUp, visit } from './visit.mjs';

const scene = setUp({ isolated: true, root: repository });
const most = 16; // milliseconds

/** Does `work` while the browser writes its trace, and gives that. */
async function traced(work) {
  const session = await scene.browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  const includedCategories = ['toplevel', 'blink.user_timing'];
  await session.send('Tracing.start', { traceConfig: { includedCategories } });
  await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

/** Milliseconds of processor time of every task of the page's main thread between two marks. */
function tasksBetween(events, from, to) {
  const [begin, end] = [from, to].map((mark) => events.find(({ name, cat }) => name === mark && cat === 'blink.user_timing'));
  return events
    .filter(({ pid, tid }) => pid === begin.pid && tid === begin.tid)
    .filter(({ name, ts, tdur }) => name === 'ThreadControllerImpl::RunTask' && tdur && ts > begin.ts && ts < end.ts)
    .map(({ tdur }) => tdur / 1000);
}

/** In the page: trains in the worker, and keeps what a timer sees of it, and of as long a time before. */
async function train(address) {
  const { languageModel, sequential, layers, tokenizers } = await import(`${address}dist/worker.js`);
  const text = 'the tide comes in, the boats go out. '.repeat(30_000); // a megabyte
  const tokenizer = tokenizers.char(text);
  const lm = await languageModel({ tokenizer, units: [96], seed: 1 });
  const model = await sequential({ layers: [layers.lstm({ units: 64, inputShape: [20, 8] }), layers.dense({ units: 1 })] });
  await model.compile({ loss: 'meanSquaredError' });
  const x = { data: new Float32Array(1024 * 20 * 8).fill(0.5), shape: [1024, 20, 8] };
  const y = { data: new Float32Array(1024), shape: [1024] };

  const late = async (work) => {
    const lags = [];
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      lags.push(now - last);
      last = now;
    }, 4);
    await work();
    clearInterval(timer);
    return lags.sort((a, b) => a - b)[lags.length >> 1];
  };
  const idle = await late(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  let steps = 0;
  performance.mark('training begins');
  const busy = await late(async () => {
    await lm.fit(text, { steps: 80, batchSize: 16, sequenceLength: 48, callbacks: { onStep: () => ++steps } });
    await model.fit(x, y, { epochs: 3, callbacks: { onBatchEnd: () => ++steps } });
    await model.predict(x);
    await lm.save({ optimizer: true });
  });
  performance.mark('training ends');
  await new Promise((resolve) => setTimeout(resolve));
  for (const end = performance.now() + 100; performance.now() < end; ); // one that is too long, to be seen
  await new Promise((resolve) => setTimeout(resolve));
  performance.mark('control ends');
  return { idle, busy, steps };
}

test('training in the worker leaves the page no task over 16 ms', async () => {
  const { page, faults, close } = await visit(scene, 'tests/web/blank.html');
  let seen;
  const events = await traced(async () => {
    seen = await page.evaluate(train, scene.server.address);
  });
  const tasks = tasksBetween(events, 'training begins', 'training ends');
  const longest = Math.max(...tasks);
  const words = `${tasks.length} tasks, the longest ${longest.toFixed(1)} ms of processor time; a timer of 4 ms ` +
    `came after ${seen.busy.toFixed(1)} ms at the median (${seen.idle.toFixed(1)} ms with nothing to do)`;
  console.log(words);
  assert.ok(seen.steps >= 80 + 96 && tasks.length > seen.steps, words);
  assert.ok(longest < most, words);
  assert.ok(tasksBetween(events, 'training ends', 'control ends').some((task) => task > most), 'a long task is seen');
  assert.ok(seen.busy < most + seen.idle, words);
  assert.deepEqual(faults, []);
  record('page: a free main thread while the worker trains', { cases: tasks.length });
  await close();
});
