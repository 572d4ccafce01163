// A plain script in Node, which ends by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appProject, numbersInNode } from './project.mjs';

const project = appProject();

test('a script learns, predicts, saves, loads, and ends by itself', () => {
  const { variant, threads, classified, wrote } = numbersInNode(project);
  assert.deepEqual({ variant, threads }, { variant: 'simd', threads: 1 });
  for (const { losses } of [classified, wrote]) assert.ok(losses.at(-1) < losses[0], `${losses}`);
  assert.deepEqual(classified.again, classified.predictions);
  assert.deepEqual(wrote.again, wrote.scores);
});

test('and gets the same numbers from a worker thread', () => {
  assert.deepEqual(numbersInNode(project, 'lstm-wasm/worker'), numbersInNode(project));
});
