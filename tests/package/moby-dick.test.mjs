// The main job on real text: WebAssembly against native step by step, and how well it learns.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languageModel, tokenizers } from 'lstm-wasm';
import { mobyDick, mobyDickFile } from './tasks.mjs';

const relaxedFlag = '--experimental-wasm-relaxed-simd'; // Node before 22 wants it, later ones lack it
const flags = spawnSync(process.execPath, [relaxedFlag, '--version']).status === 0 ? [relaxedFlag] : [];

test('WebAssembly and native agree to 1e-4 on the loss of the first 50 steps', () => {
  const native = execFileSync('build/native/tests/core/first_losses', [mobyDickFile, '50'], {
    encoding: 'utf8',
  });
  const expected = native.trim().split('\n').map(Number);
  assert.equal(expected.length, 50);
  for (const variant of ['simd', 'relaxed']) {
    const script = fileURLToPath(new URL('./first-losses.mjs', import.meta.url));
    const got = JSON.parse(execFileSync(process.execPath, [...flags, script, variant], { encoding: 'utf8' }));
    const worst = Math.max(...got.map((loss, step) => Math.abs(loss - expected[step])));
    console.log(`${variant}: largest difference ${worst.toExponential(1)}`);
    assert.equal(got.length, 50);
    assert.ok(worst <= 1e-4, `${variant}: ${worst}`);
  }
});

test('Moby-Dick: at most 1.72 nats per character on unseen text after 2,000 steps', async () => {
  const text = mobyDick();
  const tokenizer = tokenizers.char(text);
  assert.equal(tokenizer.vocabulary.length, 83);
  const lm = await languageModel({ tokenizer, embeddingDim: 64, units: [128], seed: 1 });
  const { history } = await lm.fit(text, {
    sequenceLength: 64,
    batchSize: 32,
    steps: 2000,
    learningRate: 2e-3,
    clipNorm: 1,
    validationSplit: 0.1,
    callbacks: {
      onStep({ step, loss, tokensPerSecond }) {
        if (step % 500 === 0) console.log(`step ${step}: ${loss.toFixed(3)}, ${tokensPerSecond.toFixed()} tokens/s`);
      },
    },
  });
  const validation = history.val_loss.at(-1);
  console.log(`validation ${validation.toFixed(4)} nats per character`);
  assert.ok(validation <= 1.72, `got ${validation}`);
  let written = '';
  for await (const piece of lm.generate({ prompt: 'Call me ', length: 200, temperature: 0.7, seed: 7 })) {
    written += piece;
  }
  console.log(`Call me ${written}`);
  const words = new Set(text.match(/[a-z]{3,}/gi).map((word) => word.toLowerCase()));
  const made = written.match(/[a-z]{3,}/gi);
  const known = made.filter((word) => words.has(word.toLowerCase()));
  assert.ok(known.length / made.length > 0.6, `words known: ${known.length} of ${made.length}`);
});
