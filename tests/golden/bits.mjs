#!/usr/bin/env node
// Writes bits.json: short hashes of all that the package computes, by build, case and kind of result. Losses
// of 50 steps and more, weights, predictions, states, texts, files: see tests/package/bits-results.mjs.
//
//     node tests/golden/bits.mjs
//
// over a dist/ with all four builds, and only where results are meant to change: it holds what they were.
// The two .safetensors beside it were written with it by version 0.1.0 and stay: what users have.
import { existsSync, writeFileSync } from 'node:fs';
import { init, languageModel, layers, optimizers, sequential, tokenizers } from 'lstm-wasm';
import { bitsOf, builds, fused } from '../package/bits.mjs';
import { oldChain, oldText } from '../package/bits-cases.mjs';
import { built } from '../package/everything.mjs';

const entry = { languageModel, layers, optimizers, sequential, tokenizers };

async function writeChain({ file, x, y, fit }) {
  const model = await built(entry, oldChain);
  await model.fit(x, y, { ...fit, epochs: 2 });
  writeFileSync(file, await model.save({ optimizer: true }));
  model.dispose();
}

async function writeText({ file, text, make, fit }) {
  const lm = await languageModel(make(entry));
  await lm.fit(text, fit);
  writeFileSync(file, await lm.save({ optimizer: true }));
  lm.dispose();
}

/** A line a case: by kind of result the hashes of every build, in their order. */
function lines(all) {
  const [first] = all;
  const row = (name) => Object.keys(first[name]).map((kind) => [kind, all.map((bits) => bits[name][kind]).join(' ')]);
  return Object.keys(first).map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(Object.fromEntries(row(name)))}`);
}

const { version } = await init({ variant: 'simd', threads: 1 });
if (!existsSync(oldChain.file)) await writeChain(oldChain);
if (!existsSync(oldText.file)) await writeText(oldText);
const all = [];
for (const build of Object.values(builds)) all.push(await bitsOf(build));
const header = `  "version": "${version}",\n  "node": "${process.version}",\n  "fused": ${await fused()},\n`;
const columns = `  "builds": ${JSON.stringify(Object.keys(builds))},\n`;
const file = `{\n${header}${columns}  "bits": {\n${lines(all).join(',\n')}\n  }\n}\n`;
writeFileSync(new URL('bits.json', import.meta.url), file);
