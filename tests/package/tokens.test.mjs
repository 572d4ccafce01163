// Texts and tokens: what a text is cut into, what a prompt may begin with, tokens of one's own, and
// what is never drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as direct from 'lstm-wasm';
import * as inWorker from 'lstm-wasm/worker';

const { tokenizers } = direct;
const everywhere = (name, run) => {
  for (const [where, entry] of Object.entries({ direct, worker: inWorker })) test(`${name} (${where})`, () => run(entry));
};
const write = async (lm, options) => {
  const pieces = [];
  for await (const piece of lm.generate(options)) pieces.push(piece);
  return pieces;
};
const copy = ({ kind, vocabulary, rules }) => JSON.parse(JSON.stringify({ kind, vocabulary, rules }));

const signs = [...'春夏秋冬東西南北上下左右'];
let state = 5;
const pick = (list) => list[(state = (state * 48271) % 2147483647) % list.length];
const pairs = Array.from({ length: 24 }, () => pick(signs) + pick(signs));
const clause = () => pick(pairs) + pick(pairs) + pick(pairs);
const clauses = Array.from({ length: 300 }, () => `${clause()}。`).join('');
const used = signs.filter((sign) => clauses.includes(sign));

/** What an engine without a dictionary makes of it. */
function withoutSegmenter(make) {
  const { Segmenter } = Intl;
  Intl.Segmenter = undefined;
  try {
    return make();
  } finally {
    Intl.Segmenter = Segmenter;
  }
}

test('words of scripts without spaces: no clause is one, and none is unknown', () => {
  for (const learn of [(make) => make(), withoutSegmenter]) {
    const words = learn(() => tokenizers.word(clauses));
    assert.ok(words.vocabulary.length <= 2 + used.length + used.length ** 2);
    assert.ok(used.every((sign) => words.vocabulary.includes(sign)));
    assert.equal(words.decode(words.encode(clauses)), clauses);
    for (let n = 0; n < 20; ++n) assert.ok(!words.encode(clause()).includes(0));
    assert.ok(words.encode('犬').includes(0));
  }
  assert.equal(withoutSegmenter(() => tokenizers.word(clauses)).vocabulary.length, 2 + used.length);
});

test('an engine reads a vocabulary as another does: the longest word that it has, else a character', () => {
  const spec = { kind: 'word', vocabulary: ['<unknown>', '東', '東西', '東西南', '西', '南北', '𠮷', 'ไทย', ' of', '3'], rules: 2 };
  const read = async () => {
    const { tokenizer } = await direct.languageModel({ tokenizer: spec, units: [2], embeddingDim: 2 });
    return [...tokenizer.encode('東西南北東西𠮷北東 of 3ไทย3 南北')];
  };
  const tokens = [3, 0, 2, 6, 0, 1, 8, 0, 7, 9, 0, 5];
  return Promise.all([read(), withoutSegmenter(read)]).then((both) => assert.deepEqual(both, [tokens, tokens]));
});

test('mixed scripts come back as they were; texts of others are cut as before', () => {
  const mixed = 'ABC漢字123 次の東京タワー、\n ไทย สวัสดีชาวโลก  ok 〇々 ភាសា။ 사과를 먹는다';
  const words = tokenizers.word(mixed);
  assert.equal(words.decode(words.encode(mixed)), mixed);
  assert.ok(words.vocabulary.includes('ABC') && words.vocabulary.includes(' 먹는다'));
  const english = "The tide's in; the tide’s out.\n\n  Ebb, flow – ебб 2 \u{1F40B}!";
  assert.deepEqual(tokenizers.word(english).vocabulary, [
    '<unknown>', '\n', 'The', " tide's", ' in', ';', ' the', ' tide’s', ' out', '.', ' ', ' Ebb', ',', ' flow', ' –', ' ебб', ' 2', ' \u{1F40B}', '!',
  ]);
});

everywhere('a vocabulary without rules is read as files from before were', async ({ languageModel, loadLanguageModel }) => {
  const old = { kind: 'word', vocabulary: ['<unknown>', '天地人', ' e\u0301'] };
  const lm = await languageModel({ tokenizer: old, units: [2], embeddingDim: 2 });
  assert.deepEqual([...lm.tokenizer.encode('天地人 e\u0301')], [1, 2]);
  assert.deepEqual([...lm.tokenizer.encode('天地 \u00e9')], [0, 0]);
  const loaded = await loadLanguageModel(await lm.save());
  assert.deepEqual(copy(loaded.tokenizer), old);
  const decomposed = await languageModel({ tokenizer: { kind: 'char', vocabulary: ['e', '\u0301'] }, units: [2], embeddingDim: 2 });
  assert.deepEqual([...decomposed.tokenizer.encode('e\u0301')], [0, 1]);
  await assert.rejects(async () => decomposed.tokenizer.encode('\u00e9'), /U\+00E9/);
});

test('a text is the same in all its normal forms, learned and asked', () => {
  const forms = ['NFC', 'NFD'].map((form) => 'Café crème, naïve; 각하'.normalize(form));
  for (const make of [tokenizers.char, tokenizers.word]) {
    const [one, other] = forms.map((text) => make(text));
    assert.deepEqual(one.vocabulary, other.vocabulary);
    assert.deepEqual(one.encode(forms[0]), one.encode(forms[1]));
    assert.equal(one.decode(one.encode(forms[1])), forms[0]);
  }
});

everywhere('an unknown character has a token when asked for, which is saved', async ({ languageModel, loadLanguageModel, tokenizers }) => {
  const text = 'abc '.repeat(20);
  const tokenizer = tokenizers.char(text, { unknown: true });
  assert.deepEqual(tokenizer.vocabulary, ['<unknown>', ' ', 'a', 'b', 'c']);
  assert.deepEqual([...tokenizer.encode('aé\u{1F40B}<c')], [2, 0, 0, 0, 4]);
  const lm = await languageModel({ tokenizer, units: [4], embeddingDim: 4, seed: 1 });
  const again = await loadLanguageModel(await lm.save());
  assert.deepEqual(copy(again.tokenizer), copy(tokenizer));
  const written = await write(again, { prompt: 'abé', length: 200 });
  assert.equal(written.length, 200);
  assert.ok(!written.includes('<unknown>'));
  assert.equal((await again.score('aéb')).length, 2);
  const without = await languageModel({ tokenizer: tokenizers.char(text, { unknown: false }), units: [4], embeddingDim: 4 });
  await assert.rejects(without.generate({ prompt: 'abé' }).next(), { name: 'RangeError', message: /got 'é' \(U\+00E9\) at 2/ });
  assert.throws(() => tokenizers.char(text, { unknown: 1 }), /unknown in char to be a boolean, got 1/);
});

const tale = 'The king sails to Paris. The queen waits in London. '.repeat(30);

everywhere('a first word is found with the space before it and without', async ({ languageModel, tokenizers }) => {
  const lm = await languageModel({ tokenizer: tokenizers.word(tale), units: [24], embeddingDim: 8, seed: 1 });
  await lm.fit(tale, { sequenceLength: 12, batchSize: 4, epochs: 30, learningRate: 0.02 });
  const options = { length: 4, temperature: 0 };
  for (const prompt of ['king', ' king']) {
    assert.equal((await write(lm, { ...options, prompt })).join(''), ' sails to Paris.', prompt);
  }
  assert.deepEqual([...lm.tokenizer.encode('king')], [0], 'a tokenizer alone says what is there');
  assert.deepEqual(await lm.nextProbabilities('king'), await lm.nextProbabilities(' king'));
  assert.deepEqual(await lm.score('king sails'), await lm.score(' king sails'));
  assert.deepEqual(await lm.evaluate('king sails'), await lm.evaluate(' king sails'));
  assert.deepEqual((await lm.inspect('king')).tokens, (await lm.inspect(' king')).tokens);
  assert.deepEqual([...(await lm.inspect('The king')).tokens], [...lm.tokenizer.encode('The king')]);
  assert.deepEqual([...(await lm.inspect('lord')).tokens], [0]);
});

everywhere('what is excluded is never drawn; <unknown> is unless a list leaves it out', async ({ languageModel, tokenizers }) => {
  const tokenizer = tokenizers.word(Array.from({ length: 200 }, (_, n) => `the ${n}x is old. `).join(''), { maxTokens: 6 });
  const lm = await languageModel({ tokenizer, units: [4], embeddingDim: 4, seed: 1 });
  const drawn = async (exclude, more) => new Set(await write(lm, { prompt: 'the', length: 300, exclude, ...more }));
  const all = tokenizer.vocabulary;
  assert.deepEqual(await drawn(undefined), new Set((await write(lm, { prompt: 'the', length: 300, exclude: [0] }))));
  assert.deepEqual([...(await drawn(undefined))].sort(), all.slice(1).sort());
  assert.deepEqual([...(await drawn([]))].sort(), [...all].sort());
  assert.deepEqual([...(await drawn([all[2], 3, 3]))].sort(), all.filter((_, n) => n !== 2 && n !== 3).sort());
  for (const list of [Int32Array.of(0, 1, 2, 3, 4), BigInt64Array.of(0n, 1n, 2n, 3n, 4n)]) {
    assert.deepEqual([...(await drawn(list, { topK: 2 }))], [all[5]]);
  }
  const [likely] = await drawn([], { temperature: 0, length: 1 });
  assert.ok(!(await drawn([likely], { temperature: 0 })).has(likely));
  const cases = [
    [all, TypeError, `lstm: expected exclude to leave a token to draw, got all ${all.length}`],
    [[99], RangeError, `lstm: expected tokens below ${all.length} in exclude, got 99`],
    [['lord'], RangeError, `lstm: expected exclude in generate to have texts of the vocabulary (${all.length}), got 'lord' at 0`],
    ['the', TypeError, 'lstm: expected exclude in generate to be an array, got string'],
    [[null], TypeError, 'lstm: expected exclude in generate to be of numbers and texts, got null at 0'],
    [[1, 1n], TypeError, 'lstm: expected exclude in generate to be of numbers and texts, got 1n (a bigint) at 1'],
    [[1.5], RangeError, /exclude in generate to be a whole number/],
  ];
  for (const [exclude, { name }, message] of cases) await assert.rejects(drawn(exclude), { name, message });
});

everywhere('tokens are taken where texts are', async ({ languageModel, tokenizers }) => {
  const text = 'do re mi fa so '.repeat(40);
  const tokenizer = tokenizers.char(text);
  const tokens = tokenizer.encode(text);
  const fitted = async (what) => {
    const lm = await languageModel({ tokenizer, units: [6], embeddingDim: 4, seed: 1 });
    const { history } = await lm.fit(what, { sequenceLength: 8, batchSize: 4, epochs: 2, validationSplit: 0.2 });
    return [lm, history];
  };
  const [lm, history] = await fitted(text);
  const bigs = [BigInt64Array, BigUint64Array].map((Kind) => Kind.from(tokens, BigInt));
  for (const same of [tokens, [...tokens], Float64Array.from(tokens), Uint8Array.from(tokens), ...bigs]) {
    assert.equal(tokenizer.decode(same), text);
    assert.deepEqual((await fitted(same))[1], history);
  }
  const part = tokenizer.encode('re mi');
  assert.deepEqual(await lm.score(part), await lm.score('re mi'));
  assert.deepEqual(await lm.evaluate([...part]), await lm.evaluate('re mi'));
  assert.deepEqual(await lm.nextProbabilities(part), await lm.nextProbabilities('re mi'));
  assert.deepEqual(await lm.inspect(part), await lm.inspect('re mi'));
  assert.deepEqual(await write(lm, { prompt: part, length: 20 }), await write(lm, { prompt: 're mi', length: 20 }));
  const size = tokenizer.vocabulary.length;
  const cases = [
    [() => lm.fit([0, 1.5]), 'TypeError', 'lstm: expected whole numbers as tokens, got 1.5 at 1'],
    [() => lm.score([0, 1n]), 'TypeError', 'lstm: expected whole numbers as tokens, got 1n (a bigint) at 1'],
    [() => lm.fit([0, NaN]), 'TypeError', 'lstm: expected whole numbers as tokens, got NaN at 1'],
    [() => lm.fit([0, 1, size]), 'RangeError', `lstm: expected tokens below ${size}, got ${size} at 2`],
    [() => lm.score(Int32Array.of(0, -1)), 'RangeError', `lstm: expected tokens below ${size}, got -1 at 1`],
    [() => lm.fit([]), 'TypeError', 'lstm: expected a text of at least 2 tokens, got 0'],
    [() => lm.fit(['do', 're']), 'TypeError', 'lstm: expected a text, got an array'],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
});

const events = ['C#4', 'E4', 'G#4', 'rest'];
const tune = Array.from({ length: 240 }, (_, n) => events[(n + (n % 3)) % 4]);

everywhere('events of one\'s own are learned and written', async ({ languageModel, loadLanguageModel, tokenizers }) => {
  const tokenizer = tokenizers.tokens(events);
  assert.deepEqual([...tokenizer.encode(['E4', 'rest'])], [1, 3]);
  assert.equal(tokenizer.decode([0, 2]), 'C#4 G#4');
  const lm = await languageModel({ tokenizer, units: [16], embeddingDim: 8, seed: 1 });
  await lm.fit(tune, { sequenceLength: 12, batchSize: 4, epochs: 60, learningRate: 0.02 });
  const again = await loadLanguageModel(await lm.save());
  const written = await write(again, { prompt: tune.slice(0, 24), length: 12, temperature: 0 });
  assert.deepEqual(written, tune.slice(24, 36));
  assert.deepEqual([...again.tokenizer.encode(written)], written.map((event) => events.indexOf(event)));
  assert.deepEqual(await again.score(tune), await again.score(tokenizer.encode(tune)));
  await assert.rejects(again.fit('C#4 E4'), { name: 'TypeError', message: "lstm: expected an array of the vocabulary's entries, got string" });
  await assert.rejects(again.score(['E4', 'F4']), { name: 'RangeError', message: "lstm: expected entries of the vocabulary (4), got 'F4' at 1" });
  assert.deepEqual([...tokenizers.tokens(['<unknown>', 'a']).encode(['a', 'b'])], [1, 0]);
});

everywhere('a vocabulary that its rule cannot give is refused', async ({ languageModel, tokenizers }) => {
  const cases = [
    [{ kind: 'word', vocabulary: ['<unknown>', ...events] }, 'TypeError', /tokenizers\.word could have made, got 'C#4' at 1, .*; tokenizers\.tokens takes/],
    [{ kind: 'word', vocabulary: ['a', ' b'] }, 'TypeError', /expected '<unknown>' as the first word of a vocabulary, got 'a'/],
    [{ kind: 'word', vocabulary: ['<unknown>', 'the king'] }, 'TypeError', /got 'the king' at 1/],
    [{ kind: 'word', vocabulary: ['<unknown>', 'e\u0301'], rules: 2 }, 'TypeError', /at 1, which it never reads/],
    [{ kind: 'char', vocabulary: ['a', 'bc'] }, 'TypeError', /tokenizers\.char could have made, got 'bc' at 1/],
    [{ kind: 'char', vocabulary: ['\u212b'], rules: 2 }, 'TypeError', /at 0, which it never reads/],
    [{ kind: 'char', vocabulary: ['a', 'b', 'a'] }, 'TypeError', /different entries in a vocabulary, got 'a' at 0 and at 2/],
    [{ kind: 'token', vocabulary: ['a', 'a'] }, 'TypeError', /different entries/],
    [{ kind: 'token', vocabulary: [] }, 'TypeError', /tokenizers\.tokens/],
    [{ kind: 'note', vocabulary: ['a'] }, 'TypeError', /tokenizers\.tokens/],
    [{ kind: 'token', vocabulary: ['a'], rules: 2 }, 'TypeError', "lstm: expected rules with a tokenizer of kind 'char' or 'word', got them with 'token'"],
    [{ kind: 'char', vocabulary: ['a'], rules: 3 }, 'RangeError', /rules of a tokenizer to be 1 or 2, got 3/],
    [{ kind: 'char', vocabulary: ['a'], encode: 'mine' }, 'TypeError', /tokenizer among kind, vocabulary, rules; got 'encode'/],
  ];
  for (const [tokenizer, name, message] of cases) {
    await assert.rejects(async () => languageModel({ tokenizer, units: [2] }), { name, message });
  }
  for (const own of [tokenizers.char('b\u00e9a'), tokenizers.word(clauses), tokenizers.word(tale), tokenizers.tokens(events)]) {
    const { tokenizer } = await languageModel({ tokenizer: copy(own), units: [2], embeddingDim: 2 });
    assert.deepEqual(copy(tokenizer), copy(own));
  }
});

test('events that are none are named', () => {
  const cases = [
    [[], 'at least one entry in tokens, got an empty array'],
    ['ab', 'an array of texts in tokens, got string'],
    [[1], 'texts that are not empty in tokens, got 1 at 0'],
    [['a', ''], 'texts that are not empty in tokens, got "" (a string) at 1'],
    [['a', , 'b'], 'texts that are not empty in tokens, got undefined at 1'],
  ];
  for (const [vocabulary, message] of cases) {
    assert.throws(() => tokenizers.tokens(vocabulary), { name: 'TypeError', message: `lstm: expected ${message}` });
  }
});
