// Threads: the same numbers, no more workers than asked for, none left behind. Each case starts
// afresh, in a process of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

/** Runs a script, which must end by itself, and gives what it prints last, as JSON. */
async function run(threads, script, entry = 'lstm-wasm') {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', `${watchWorkers}
      const { init, languageModel, tokenizers } = await import('${entry}');
      const chosen = await init({ threads: ${threads} });
      const text = 'the tide comes in, the boats go out. '.repeat(120);
      const tokenizer = tokenizers.char(text);
      const make = (options) => languageModel({ tokenizer, units: [48], seed: 3, ...options });
      const train = async (model, steps) => {
        const losses = [];
        const onStep = ({ loss }) => void losses.push(loss);
        await model.fit(text, { batchSize: 16, sequenceLength: 24, steps, callbacks: { onStep } });
        return losses;
      };
      ${script}`],
    { timeout: 60_000 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Counts the workers of a process: `workers.started` so far, `workers.running` now. */
const watchWorkers = `
  import module, { createRequire } from 'node:module';
  const threads = createRequire(process.cwd() + '/')('node:worker_threads');
  const workers = { started: 0, running: 0 };
  threads.Worker = class extends threads.Worker {
    constructor(...args) {
      super(...args);
      ++workers.started;
      ++workers.running;
      this.on('exit', () => --workers.running);
    }
  };
  module.syncBuiltinESMExports();
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;

const losses = 'console.log(JSON.stringify({ chosen, losses: await train(await make(), 20) }))';

test('threads give the numbers of one thread, and the same bits every time', async () => {
  const alone = await run(1, losses);
  const shared = await run(2, losses);
  assert.equal(alone.chosen.threads, 1);
  assert.equal(shared.chosen.threads, 2);
  for (const [n, loss] of alone.losses.entries()) assert.ok(Math.abs(shared.losses[n] - loss) < 1e-5);
  assert.deepEqual(await run(2, losses), shared);
  assert.deepEqual(await run(2, losses, 'lstm-wasm/worker'), shared);
});

test('so they do to the other cells', async () => {
  for (const cell of ['gru', 'simpleRNN']) {
    const script = `console.log(JSON.stringify(await train(await make({ cell: '${cell}' }), 20)))`;
    const alone = await run(1, script);
    const shared = await run(2, script);
    for (const [n, loss] of alone.entries()) assert.ok(Math.abs(shared[n] - loss) < 1e-5, `${cell}: ${loss}, ${shared[n]}`);
    assert.deepEqual(await run(2, script, 'lstm-wasm/worker'), shared);
  }
});

test('a worker a thread, started once and ended with the last model', async () => {
  const seen = await run(3, `
    const seen = { begun: { ...workers } };
    for (const round of [1, 2]) {
      const [one, other] = [await make(), await make()];
      await train(one, 10);
      one.dispose();
      await train(other, 10);
      seen['trained' + round] = { ...workers };
      other.dispose();
      while (workers.running > 0) await pause(5);
    }
    console.log(JSON.stringify(seen))`);
  assert.deepEqual(seen.begun, { started: 2, running: 2 });
  assert.deepEqual(seen.trained1, { started: 2, running: 2 });
  assert.deepEqual(seen.trained2, { started: 4, running: 2 });
});

test('threads sleep while there is nothing to do', async () => {
  const busy = await run(2, `
    const model = await make();
    await train(model, 10);
    const before = process.cpuUsage();
    await pause(600);
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify((user + system) / 1000))`);
  assert.ok(busy < 200, `${busy} ms of processor time in 600 ms`);
});

test('models that begin and end at the same time do not lose their threads', async () => {
  const all = await run(2, `
    const rounds = Array.from({ length: 12 }, async (_, n) => {
      await pause(n % 4);
      const model = await make();
      const losses = await train(model, 2 + (n % 3));
      model.dispose();
      return losses[0];
    });
    console.log(JSON.stringify(await Promise.all(rounds)))`);
  assert.equal(new Set(all).size, 1);
});
