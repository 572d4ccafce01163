// What the application must show in Chromium, however it was built and served.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTab } from '../web/visit.mjs';
import { numbersInNode } from './project.mjs';

/** What the README names, and the page's own icon. */
export const strictPolicy = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    'img-src data:',
  ].join('; '),
};

const ways = ['direct', 'worker', 'ownWorker'];
const all = [...ways.map((way) => [way]), ['ownWorker', 'wasmUrl'], ['ownWorker', 'wasmModule']];

/** Visits the application, ready to run. */
export async function opened(scene) {
  const visitor = await openTab(scene);
  visitor.page.on('requestfailed', (request) => visitor.faults.push(`failed: ${request.url()}`));
  await visitor.page.waitForFunction(() => globalThis.ways, null, { timeout: 60_000 });
  return visitor;
}

/** The numbers of one way, or the words of its error. */
export const numbers = (page, way, ...args) =>
  page.evaluate(([name, given]) => ways[name](...given).catch(({ message }) => message), [way, args]);

/** @param calls - the ways to be gone, each with what it is given */
export function hasTheNumbersOfNode(scene, folder, calls = all) {
  test('the page and its workers have the numbers of Node, without a fault', async () => {
    const { page, faults, close } = await opened(scene);
    const expected = numbersInNode(folder);
    for (const call of calls) assert.deepEqual(await numbers(page, ...call), expected, call[0]);
    assert.deepEqual(faults, []);
    await close();
  });
}

/** In a page that is isolated from other origins. */
export function hasThreads(scene, folder) {
  test('two threads have the numbers of two threads in Node', async () => {
    const { page, faults, close } = await opened(scene);
    const expected = numbersInNode(folder, 'lstm-wasm/worker', 2);
    assert.equal(expected.threads, 2);
    assert.deepEqual(await numbers(page, 'worker', { threads: 2 }), expected);
    assert.deepEqual(faults, []);
    await close();
  });
}

/** Whether the server answers with its start page, as those of single-page applications do, or with 404. */
export function tellsWhatIsMissing(scene) {
  for (const [answer, got] of [
    [{ status: 404, body: '' }, /^HTTP status 404$/],
    [{ status: 200, contentType: 'text/html', body: '<!doctype html>' }, /^one that does not compile: .*magic word/],
  ]) {
    test(`a .wasm file that is missing is told by its address: status ${answer.status}`, async () => {
      const { page, close } = await opened(scene);
      const asked = [];
      await page.context().route('**/*.wasm', (route) => {
        asked.push(route.request().url());
        return route.fulfill(answer);
      });
      for (const way of ways) {
        const words = await numbers(page, way);
        const expected = `lstm: expected the WebAssembly file at ${asked.at(-1)}, got `;
        assert.equal(words.slice(0, expected.length), expected, way);
        assert.match(words.slice(expected.length), got, way);
      }
      assert.equal(asked.length, ways.length);
      await close();
    });
  }
}
