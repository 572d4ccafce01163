import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageModel, tokenizers } from 'lstm-wasm';

const rhyme = 'the tide comes in, the boats go out; the gulls walk over the wet sand. ';
const text = rhyme.repeat(40);
const tokenizer = tokenizers.char(text);
const small = { tokenizer, embeddingDim: 16, units: [48], seed: 2 };
const quick = { sequenceLength: 20, batchSize: 4, learningRate: 0.01 };

async function write(lm, options) {
  let written = '';
  for await (const piece of lm.generate(options)) written += piece;
  return written;
}

test('learns a rhyme, scores it and says it on', async () => {
  const lm = await languageModel(small);
  const before = await lm.evaluate(text);
  assert.ok(Math.abs(before.loss - Math.log(tokenizer.vocabulary.length)) < 0.2);
  const steps = [];
  const { step, history } = await lm.fit(text, {
    ...quick,
    steps: 400,
    validationSplit: 0.1,
    callbacks: { onStep: (logs) => void steps.push(logs) },
  });
  assert.deepEqual(steps.map((logs) => logs.step), Array.from({ length: 400 }, (_, n) => n + 1));
  assert.ok(steps.every((logs) => logs.loss > 0 && logs.tokensPerSecond > 0));
  assert.equal(step.at(-1), 400);
  assert.equal(history.loss.length, step.length);
  assert.equal(history.val_loss.length, step.length);
  const after = await lm.evaluate(text);
  assert.ok(after.loss < 0.15, `got ${after.loss}`);
  assert.equal(after.bitsPerToken, after.loss / Math.LN2);
  assert.equal(after.perplexity, Math.exp(after.loss));
  const written = await write(lm, { prompt: rhyme.slice(0, 30), length: 40, temperature: 0 });
  assert.equal(written, rhyme.slice(30, 70));
});

const still = { learningRate: 1e-30 }; // so small a rate leaves the weights as they are

test('all of a text is learned: an epoch weighs each token but the first alike', async () => {
  const lm = await languageModel(small);
  const part = text.slice(0, 4 * 45 + 1 + 3); // streams of 46, 46, 46 and 45 tokens, windows of 20, 20 and 6
  const steps = [];
  const onStep = ({ loss, tokensPerSecond }) => void steps.push({ loss, tokensPerSecond });
  const { history, ...had } = await lm.fit(part, { ...quick, ...still, callbacks: { onStep } });
  assert.deepEqual(had, { step: [3], batchSize: 4, sequenceLength: 20, stepsPerEpoch: 3 });
  assert.equal(steps.length, 3);
  const mean = (80 * steps[0].loss + 80 * steps[1].loss + 23 * steps[2].loss) / 183;
  assert.ok(Math.abs(history.loss[0] - mean) < 1e-12);
  assert.ok(steps.every(({ tokensPerSecond }) => tokensPerSecond > 0));
  // The same by scores: of each stream, read from its start.
  const streams = [0, 46, 92, 138].map((start, n) => part.slice(start, start + (n < 3 ? 47 : 46)));
  const scores = (await Promise.all(streams.map((stream) => lm.score(stream)))).flatMap((all) => [...all]);
  assert.equal(scores.length, part.length - 1);
  assert.ok(Math.abs(history.loss[0] + scores.reduce((a, b) => a + b) / scores.length) < 1e-5);
});

test('a short text has fewer streams and a shorter window, down to two tokens', async () => {
  const lm = await languageModel(small);
  const shape = async (length) => {
    const { batchSize, sequenceLength, stepsPerEpoch, history } = await lm.fit(text.slice(0, length), still);
    const { loss } = await lm.evaluate(text.slice(0, length));
    if (batchSize === 1) assert.ok(Math.abs(history.loss[0] - loss) < 1e-5, `${length}`);
    return [batchSize, sequenceLength, stepsPerEpoch];
  };
  assert.deepEqual(await shape(32 * 64 + 1), [32, 64, 1]);
  assert.deepEqual(await shape(32 * 64), [31, 64, 2]);
  assert.deepEqual(await shape(100), [1, 64, 2]);
  assert.deepEqual(await shape(65), [1, 64, 1]);
  assert.deepEqual(await shape(40), [1, 39, 1]);
  assert.deepEqual(await shape(2), [1, 1, 1]);
  const wild = await lm.fit(text, { ...still, sequenceLength: 65536, batchSize: 65536 });
  assert.deepEqual([wild.batchSize, wild.sequenceLength], [1, text.length - 1]);
});

test('evaluation counts every token but the first', async () => {
  const lm = await languageModel(small);
  const sum = async (length) => (await lm.evaluate(text.slice(0, length))).loss * (length - 1);
  const [short, longer] = [await sum(90), await sum(91)];
  const last = (await lm.score(text.slice(0, 91))).at(-1);
  assert.ok(Math.abs(longer - short + last) < 1e-4);
});

test('the same seed trains and writes the same', async () => {
  const one = async (seed) => {
    const lm = await languageModel(small);
    await lm.fit(text, { ...quick, steps: 5 });
    return write(lm, { prompt: 'the ', length: 50, temperature: 1, seed });
  };
  assert.equal(await one(7), await one(7));
  assert.notEqual(await one(7), await one(8));
});

test('evaluate and generate go on while a fit runs; an abort ends it', async () => {
  const lm = await languageModel(small);
  const stop = new AbortController();
  const fit = lm.fit(text, { ...quick, steps: 1e6, signal: stop.signal });
  fit.catch(() => {});
  let turns = 0;
  const timer = setInterval(() => ++turns, 1);
  assert.equal((await write(lm, { prompt: 'the ', length: 30000 })).length, 30000);
  clearInterval(timer);
  assert.ok(turns > 3, `${turns} turns while it wrote`);
  assert.ok((await lm.evaluate(rhyme)).loss > 0);
  stop.abort();
  await assert.rejects(fit, { name: 'AbortError' });
  assert.ok((await lm.evaluate(rhyme)).loss > 0);
});

test('leaving the loop ends the generation', async () => {
  const lm = await languageModel(small);
  let pieces = 0;
  for await (const piece of lm.generate({ prompt: 't', length: 1e6 })) {
    assert.equal(piece.length, 1);
    if (++pieces === 3) break;
  }
  assert.equal(pieces, 3);
});

test('tokens are whole code points, in ascending order; the same as in core', () => {
  const whales = tokenizers.char('b\u00e9a\u{1F40B}b');
  assert.deepEqual(whales.vocabulary, ['a', 'b', '\u00e9', '\u{1F40B}']);
  assert.deepEqual([...whales.encode('\u{1F40B}ab\u00e9')], [3, 0, 1, 2]);
  assert.equal(whales.decode([3, 0]), '\u{1F40B}a');
});

test('words come back as the text that they were; those beyond the vocabulary are one token', () => {
  const text = "The tide's in; the tide’s out.\n\n  Ebb, flow – ебб 2 \u{1F40B}!";
  const all = tokenizers.word(text);
  assert.equal(all.decode(all.encode(text)), text);
  assert.equal(all.vocabulary[0], '<unknown>');
  const few = tokenizers.word('a b a c a b', { maxTokens: 3 });
  assert.deepEqual(few.vocabulary, ['<unknown>', ' b', ' a']);
  assert.deepEqual([...few.encode('b a c <unknown>')], [0, 2, 0, 0, 0, 0]);
  assert.deepEqual([...few.encode('')], []);
  assert.throws(() => tokenizers.word(''), TypeError);
  assert.throws(() => tokenizers.word('a', { maxTokens: 1 }), /maxTokens in word .* got 1/);
});

test('bad input is an error that says what was expected and what came', async () => {
  const lm = await languageModel(small);
  const next = (options) => () => lm.generate(options).next();
  const cases = [
    [next({ prompt: 'the zebra' }), RangeError, /characters of the vocabulary \(\d+\), got 'z' \(U\+007A\) at 4/],
    [next({ prompt: '' }), TypeError, /prompt of at least one token/],
    [next({}), TypeError, /a text, got undefined/],
    [next(), TypeError, /object of options in generate, got undefined/],
    [next({ prompt: 't', topP: 0 }), RangeError, /topP in \(0, 1\], got 0/],
    [next({ prompt: 't', topK: -1 }), RangeError, /topK/],
    [() => lm.fit(text, null), TypeError, /object of options in fit, got null/],
    [() => lm.fit(text, { ...quick, validationSplit: 1e-9 }), RangeError, /leaves at least 2 tokens/],
    [() => lm.fit(text, { ...quick, epochs: 2 ** 30 }), RangeError, /fewer steps/],
    [() => languageModel(), TypeError, /object of options in languageModel/],
    [() => languageModel({ tokenizer: { kind: 'char', vocabulary: [1, 2] } }), TypeError, /tokenizers\.char/],
    [next({ prompt: 't', temperature: -1 }), RangeError, /temperature >= 0, got -1/],
    [next({ prompt: 't', length: 1.5 }), RangeError, /length/],
    [next({ prompt: 't', heat: 1 }), TypeError, /got 'heat'/],
    [() => lm.fit(''), TypeError, /at least 2 tokens, got 0/],
    [() => lm.fit('t'), TypeError, /at least 2 tokens, got 1/],
    [() => lm.fit(text, { ...quick, learningRate: 0 }), RangeError, /learningRate > 0/],
    [() => lm.fit(text, { validationSplit: 1 }), RangeError, /validationSplit in \[0, 1\)/],
    [() => lm.fit(text, { validationSplit: Object.create(null) }), TypeError, /validationSplit in fit to be a number, got object/],
    [async () => tokenizers.word(text, null), TypeError, /object of options in word, got null/],
    [() => lm.evaluate('t'), TypeError, /at least 2 tokens, got 1/],
    [() => lm.evaluate(7), TypeError, /a text, got number/],
    [() => languageModel({ ...small, units: [] }), TypeError, /at least one LSTM layer/],
    [() => languageModel({ ...small, units: 128 }), TypeError, /units in languageModel to be an array/],
    [() => languageModel({ units: [4] }), TypeError, /tokenizers\.char/],
    [async () => tokenizers.char(''), TypeError, /at least one character/],
    [async () => tokenizer.decode([-1]), RangeError, /tokens below \d+, got -1/],
  ];
  for (const [call, type, message] of cases) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof type, `${call}: ${error.stack}`);
      assert.match(error.message, message);
      return true;
    });
  }
  lm.dispose();
  await assert.rejects(() => lm.evaluate(text), /expected a language model in use/);
  await assert.rejects(next({ prompt: 't' }), /after dispose/);
});

test("the contract's neutral settings are taken, top k and top p cut, and no steps train nothing", async () => {
  const lm = await languageModel({ ...small, dropout: 0 });
  const options = { prompt: 'the ', length: 30, seed: 1 };
  const all = await write(lm, { ...options, topK: 0, topP: 1 });
  assert.equal(all, await write(lm, options));
  const greedy = await write(lm, { ...options, temperature: 0 });
  assert.equal(await write(lm, { ...options, topK: 1 }), greedy);
  assert.equal(await write(lm, { ...options, topP: 1e-6 }), greedy);
  const before = await lm.evaluate(text);
  const { step } = await lm.fit(text, { ...quick, steps: 0 });
  assert.deepEqual(step, []);
  assert.deepEqual(await lm.evaluate(text), before);
});
