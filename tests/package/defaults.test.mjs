// A default is decided in one place, which is core's configuration but for the few options that core
// does not see. What the types' comments and the tables of web/docs/options.md say is held against it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languageModel, layers, sequential, tokenizers } from 'lstm-wasm';
import { readInterfaces, readValue } from './interfaces.mjs';

const interfaces = readInterfaces();
const core = JSON.parse(execFileSync('build/native/tests/core/defaults', { encoding: 'utf8' }));
const layer = (type) => core.sequential.layers.find((one) => one.type === type);

/** Who describes which of core's configurations. */
const inCore = {
  SequentialOptions: core.sequential,
  EmbeddingOptions: layer('embedding'),
  // Which files leave out where it is the default:
  LstmOptions: { ...layer('lstm'), returnState: false },
  GruOptions: { ...layer('gru'), returnState: false },
  SimpleRnnOptions: { ...layer('simpleRNN'), returnState: false },
  BidirectionalOptions: layer('bidirectional'),
  DenseOptions: layer('dense'),
  DropoutOptions: layer('dropout'),
  LayerNormalizationOptions: layer('layerNormalization'),
  MaskingOptions: layer('masking'),
  ActivationOptions: layer('activation'),
  BatchNormalizationOptions: layer('batchNormalization'),
  Conv1DOptions: layer('conv1D'),
  Conv2DOptions: layer('conv2D'),
  Pooling1DOptions: layer('maxPooling1D'),
  Pooling2DOptions: layer('maxPooling2D'),
  GlobalPooling1DOptions: layer('globalMaxPooling1D'),
  ZeroPadding1DOptions: layer('zeroPadding1D'),
  FlattenOptions: layer('flatten'),
  ReshapeOptions: layer('reshape'),
  PermuteOptions: layer('permute'),
  RepeatVectorOptions: layer('repeatVector'),
  TimeDistributedOptions: layer('timeDistributed'),
  SpatialDropout1DOptions: layer('spatialDropout1D'),
  GaussianNoiseOptions: layer('gaussianNoise'),
  MergeOptions: layer('add'),
  AttentionOptions: layer('attention'),
  AdditiveAttentionOptions: layer('additiveAttention'),
  CompileOptions: { ...core.compile, optimizer: core.compile.optimizer.type },
  SgdOptions: core.sgd,
  RmspropOptions: core.rmsprop,
  AdamOptions: core.adam,
  AdamwOptions: core.adamw,
  ExponentialDecayOptions: core.exponentialDecay,
  CosineDecayOptions: core.cosineDecay,
  FitOptions: core.fit,
  EvaluateOptions: core.evaluate,
  PredictOptions: core.evaluate,
  AttributeOptions: { ...core.attribute, output: 0 }, // as core has it, a list
  LanguageAttributeOptions: { method: core.attribute.method, steps: core.attribute.steps },
  EarlyStoppingOptions: core.earlyStopping,
  ReduceLROnPlateauOptions: core.reduceLROnPlateau,
  LanguageModelOptions: { ...core.languageModel, cell: core.cell },
  LanguageFitOptions: core.languageFit,
  GenerateOptions: core.generate,
};

/** Defaults that TypeScript decides; the last test tries them. */
const inTypeScript = {
  FitOptions: { validationSplit: 0 },
  TrainOnBatchOptions: {},
  StreamOptions: { batchSize: 1 },
  LanguageFitOptions: { validationSplit: 0 },
  GenerateOptions: { length: 200, exclude: ['<unknown>'] },
  CharOptions: { unknown: false },
  WordOptions: { maxTokens: 10_000 },
  SaveOptions: { optimizer: false },
  InputOptions: { dtype: 'float32' },
  DecodeCtcOptions: { beamWidth: 1, top: 1 },
  ModelOptions: { seed: 0 },
  LoadStateDictOptions: { strict: true },
  InitOptions: { variant: 'auto', threads: 'auto', warnings: true },
};

/** What is simply not there if left out. */
const none = new Set(['Pooling1DOptions.strides', 'Pooling2DOptions.strides', 'name', 'inputShape', 'validationData', 'sampleWeight', 'initialState', 'lossWeights', 'classWeight', 'states', 'callbacks', 'signal', 'LanguageFitOptions.steps', 'baseline', 'LanguageAttributeOptions.output', 'wasmUrl', 'wasmModule']);
const unseen = new Set(['type', 'name', 'vocabulary']); // core's own affairs

const same = (said, is) => (typeof is === 'number' ? Math.fround(said) === Math.fround(is) : assert.deepEqual(said, is) ?? true);

function known(name, member) {
  return { ...inCore[name], ...inTypeScript[name] }[member];
}

test("the types' comments say core's defaults", () => {
  for (const [name, config] of Object.entries(inCore)) {
    for (const option of Object.keys(config).filter((key) => !unseen.has(key))) {
      assert.ok(interfaces[name][option], `${name}.${option} is in core and not in the types`);
    }
  }
});

test('every option that may be left out says what it then is', () => {
  const options = Object.entries(interfaces).filter(([name]) => name.endsWith('Options'));
  assert.ok(options.length > 20);
  for (const [name, members] of options.filter(([name]) => !/^((Layer|Recurrent|Convolution|Common|Method|Warmup)Options$|Open|From)/.test(name))) {
    for (const [option, { optional, default: said }] of Object.entries(members)) {
      const where = `${name}.${option}`;
      if (!optional || none.has(option) || none.has(where)) {
        assert.equal(said, undefined, `${where} has a default that nobody decides`);
        continue;
      }
      assert.ok(said !== undefined, `${where} does not say its default`);
      const is = known(name, option);
      assert.ok(is !== undefined, `${where} says ${said}, and nobody decides it`);
      assert.ok(same(readValue(said), is), `${where} says ${said}, it is ${JSON.stringify(is)}`);
    }
  }
});

test("the docs' tables say the same, of every option", () => {
  const page = readFileSync('web/docs/options.md', 'utf8');
  const listed = [];
  for (const part of page.split(/^## /m).slice(1)) {
    const [, name] = /\{@link lstm-wasm\.(\w+)/.exec(part.split('\n', 1)[0]);
    const rows = [...part.matchAll(/^\| `(\w+)` \| (.+?) \|/gm)].map(([, option, said]) => [option, said]);
    const expected = Object.keys(interfaces[name]).filter((option) => option !== 'name');
    assert.deepEqual(rows.map(([option]) => option).sort(), expected.sort(), name);
    for (const [option, said] of rows) {
      const is = interfaces[name][option].optional ? known(name, option) : undefined;
      const where = `${name}.${option}`;
      if (is === undefined) assert.equal(said, interfaces[name][option].optional ? '–' : 'required', where);
      else assert.ok(same(readValue(said.replaceAll('`', '')), is), `${where}: ${said}, it is ${JSON.stringify(is)}`);
    }
    listed.push(name);
  }
  const all = Object.keys({ ...inCore, ...inTypeScript });
  assert.deepEqual(listed.sort(), all.sort());
});

test("TypeScript's own defaults are as said", async () => {
  const model = await sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ loss: 'meanSquaredError' });
  const { history } = await model.fit([[1], [2]], [1, 2]);
  assert.deepEqual(Object.keys(history), ['loss', 'learningRate']);
  const bare = await model.save();
  assert.deepEqual(bare, await model.save({ optimizer: false }));
  assert.notDeepEqual(bare, await model.save({ optimizer: true }));
  assert.equal(model.stream().stepSync([1]).length, 1);
  const lm = await languageModel({ tokenizer: tokenizers.char('ab'), units: [2], embeddingDim: 2 });
  const fitted = await lm.fit('ab'.repeat(99), { sequenceLength: 8, batchSize: 2 });
  assert.deepEqual(Object.keys(fitted.history), ['loss', 'learningRate']);
  let written = 0;
  for await (const piece of lm.generate({ prompt: 'a' })) written += piece.length;
  assert.equal(written, 200);
  const words = Array.from({ length: 10_001 }, (_, n) => `w${n}`).join(' ');
  assert.equal(tokenizers.word(words).vocabulary.length, 10_000);
  assert.deepEqual(tokenizers.char('a').vocabulary, ['a']);
});
